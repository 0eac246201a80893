/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Talks to a service over its socket, as the reverse proxy on this machine does: it says for whom. */
final class Client {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Client(int port) {
        base = "http://127.0.0.1:" + port;
    }

    String base() {
        return base;
    }

    /**
     * A request without a body.
     *
     * @param headers names and values by turns
     */
    Answer send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .method(method, BodyPublishers.noBody());
        long started = System.nanoTime();
        return new Answer(
                http.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString()),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    }
}
