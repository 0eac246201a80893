/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Asks KLASS, the classifications of Statistics Norway (SSB), guarded as {@code breakwater.upstreams.klass} says. Where it
 * gives no answer, the last one takes its place. Safe for use by many threads.
 */
final class Klass {
    /** The name in configuration, events and meters. */
    static final String UPSTREAM = "klass";

    private static final Duration ATTEMPT = Duration.ofSeconds(4);
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private final UpstreamHttp http;
    private final URI base;
    private final TimeSource time;
    private final LastKnown<Classification, Codes> known = new LastKnown<>(Classification.values().length);

    Klass(Upstream upstream, HttpClient client, URI base, TimeSource time) {
        this.http = UpstreamHttp.of(upstream, client).accept(status -> status == 200);
        this.base = base;
        this.time = time;
    }

    /** The codes that hold today; fails with a {@link Refusal} if KLASS does not answer and nothing is known. */
    CompletableFuture<Codes> codes(Classification classification) {
        LocalDate today = LocalDate.ofInstant(time.now(), OSLO);
        URI uri = URI.create(
                base + "/v1/classifications/" + classification.id() + "/codesAt.json?date=" + today + "&language=nb");
        return http.call(HttpRequest.newBuilder(uri).timeout(ATTEMPT).build(), BodyHandlers.ofByteArray())
                .map(answer -> known.keep(classification, read(classification, today, answer.body())))
                .cachedBy(uri)
                .fallback(failure -> lastKnown(classification))
                .start();
    }

    private Codes lastKnown(Classification classification) {
        Codes last = known.find(classification);
        if (last == null) {
            throw new Refusal(503, "Statistics Norway does not answer. Try again later.");
        }
        return last.asLastKnown();
    }

    // {"codes":[{"code":"03","parentCode":null,"level":"1","name":"Oslo",...}]}
    private static Codes read(Classification classification, LocalDate date, byte[] body) throws IOException {
        List<Codes.Code> codes = new ArrayList<>();
        for (JsonNode code : list(body)) {
            codes.add(new Codes.Code(
                    code.path("code").asString(""),
                    code.path("parentCode").asString(""),
                    code.path("name").asString("")));
        }
        return new Codes(UPSTREAM, classification.text(), date.toString(), codes);
    }

    private static JsonNode list(byte[] body) throws IOException {
        try {
            JsonNode codes = Json.read(body).path("codes");
            if (codes.isArray() && !codes.isEmpty()) {
                return codes;
            }
        } catch (JacksonException notJson) {
            // Not as the cause: its message quotes the answer.
        }
        throw new IOException("not JSON with a list of codes");
    }
}
