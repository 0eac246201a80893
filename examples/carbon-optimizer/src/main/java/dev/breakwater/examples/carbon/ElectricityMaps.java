/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.AnswerCodec;
import dev.breakwater.upstream.Call;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Asks Electricity Maps, guarded as {@code breakwater.upstreams.electricity-maps} says. Where there is no answer, whatever
 * the reason, what was last known of the zone is an estimate, or else its yearly average; so asking never fails. Safe for
 * use by many threads.
 */
final class ElectricityMaps {
    /** The name in configuration, events and meters. */
    static final String UPSTREAM = "electricity-maps";

    // Another shape takes another number, so that a release reads none but its own.
    private static final String CODEC = "electricity-maps-3";

    // An attempt that hangs must leave time for the next: three of these and two waits fit the upstream's timeout.
    private static final Duration ATTEMPT = Duration.ofMillis(1500);

    private final UpstreamHttp http;
    private final Settings settings;
    private final TimeSource time;
    private final LastKnown<Forecast> lastForecasts = new LastKnown<>(Forecast::start);
    private final LastKnown<Intensity> lastIntensities = new LastKnown<>(Intensity::time);

    /** Calls through this upstream; all share one client, and with it its connections. */
    ElectricityMaps(Upstream upstream, Settings settings, TimeSource time) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(ATTEMPT)
                .executor(Executors.newCachedThreadPool(ElectricityMaps::thread))
                .build();
        this.http = UpstreamHttp.of(upstream, client).accept(status -> status == 200);
        this.settings = settings;
        this.time = time;
    }

    // Threads inherit the class loader of the request that needed one more; Tomcat warns of such when it stops.
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, UPSTREAM);
        thread.setContextClassLoader(ElectricityMaps.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /** How answers say what they come from. */
    static String source(boolean isEstimate) {
        return isEstimate ? "estimate" : UPSTREAM;
    }

    CompletableFuture<Intensity> latest(Zone zone) {
        return ask(
                        "latest",
                        zone,
                        body -> ElectricityMapsFormat.latest(zone, body),
                        ElectricityMapsFormat::write,
                        lastIntensities)
                .fallback(failure -> lastIntensities
                        .of(zone, Intensity.average(zone, time.now()))
                        .asEstimate())
                .start();
    }

    CompletableFuture<Forecast> forecast(Zone zone) {
        return ask(
                        "forecast",
                        zone,
                        body -> ElectricityMapsFormat.forecast(zone, body),
                        ElectricityMapsFormat::write,
                        lastForecasts)
                .fallback(failure -> lastForecasts
                        .of(zone, Forecast.average(zone, time.now()))
                        .asEstimate())
                .start();
    }

    private <T> Call<T> ask(
            String what,
            Zone zone,
            Call.Reading<byte[], T> format,
            Call.Reading<T, String> writing,
            LastKnown<T> last) {
        // Other instances find it as Electricity Maps would have said it.
        AnswerCodec<T> codec = AnswerCodec.text(CODEC, writing, text -> {
            T found = format.read(text.getBytes(StandardCharsets.UTF_8));
            last.found(zone, found);
            return found;
        });
        return http.call(request(uri(what, zone)), BodyHandlers.ofByteArray())
                .map(answer -> {
                    T told = format.read(answer.body());
                    last.told(zone, told);
                    return told;
                })
                // Whoever has no key asks a stand-in, and the others must not believe it.
                .cachedBy(what + ':' + zone.key() + '@' + settings.mapsOrigin(), codec);
    }

    private URI uri(String what, Zone zone) {
        return settings.mapsUrl().resolve("/v3/carbon-intensity/" + what + "?zone=" + zone.key());
    }

    private HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(ATTEMPT)
                .header("auth-token", settings.mapsKey())
                .build();
    }
}
