/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.AnswerCodec;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the Salling Group what its stores sell off, guarded as {@code breakwater.upstreams.salling} says. Holds no thread
 * while it waits. Safe for use by many threads.
 */
final class Salling {
    /** The name in configuration, events and meters. */
    static final String UPSTREAM = "salling";

    // For other instances. Another shape takes another number, so that a release reads none but its own.
    private static final AnswerCodec<Offers> CODEC = Json.codec("offers-1", Offers.class);

    private final UpstreamHttp http;
    private final Settings.Api api;
    private final TimeSource time;

    Salling(Upstream upstream, HttpClient client, Settings.Api api, TimeSource time) {
        http = UpstreamHttp.of(upstream, client).accept(status -> status == 200);
        this.api = api;
        this.time = time;
    }

    /** What is sold off around a postcode; fails with an {@code UpstreamException} if nothing is known. */
    CompletableFuture<Offers> near(String zip) {
        URI uri = api.url().resolve("/v1/food-waste/?zip=" + zip);
        // No time limit of its own: the upstream's covers all of the call.
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + api.key())
                .header("Accept", "application/json")
                .build();
        return http.call(request, BodyHandlers.ofByteArray())
                .map(answer -> SallingFormat.offers(zip, answer.body(), time.now()))
                // Whoever has no key asks a stand-in, and the others must not believe it.
                .cachedBy(zip + '@' + api.origin(), CODEC)
                .start();
    }
}
