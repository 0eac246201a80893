/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Asks Doffin, the national database of public procurement, guarded as {@code breakwater.upstreams.doffin} says. Where it
 * gives no answer, the last one to the same search takes its place. Safe for use by many threads.
 */
final class Doffin {
    /** The name in configuration, events and meters. */
    static final String UPSTREAM = "doffin";

    // Two of these and a wait fit the upstream's timeout.
    private static final Duration ATTEMPT = Duration.ofSeconds(4);
    private static final int MAX_KNOWN = 500;

    private final UpstreamHttp http;
    private final URI base;
    private final String key;
    private final TimeSource time;
    private final LastKnown<Search, Notices> known = new LastKnown<>(MAX_KNOWN);

    Doffin(Upstream upstream, HttpClient client, URI base, String key, TimeSource time) {
        this.http = UpstreamHttp.of(upstream, client).accept(status -> status == 200);
        this.base = base;
        this.key = key;
        this.time = time;
    }

    /** What was found; fails with a {@link Refusal} if Doffin does not answer and nothing is known. */
    CompletableFuture<Notices> search(Search search) {
        return http.call(request(search), BodyHandlers.ofByteArray())
                .map(answer -> known.keep(search, DoffinFormat.read(search, answer.body(), time.now())))
                .cachedBy(search)
                .fallback(failure -> lastKnown(search))
                .start();
    }

    private Notices lastKnown(Search search) {
        Notices last = known.find(search);
        if (last == null) {
            throw new Refusal(503, "Doffin does not answer, and this was not searched for before. Try again later.");
        }
        return last.asLastKnown();
    }

    private HttpRequest request(Search search) {
        return HttpRequest.newBuilder(URI.create(base + "/v2/search?" + search.query()))
                .timeout(ATTEMPT)
                .header("Ocp-Apim-Subscription-Key", key)
                .header("Accept", "application/json")
                .build();
    }
}
