/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Talks to the service over its socket, as the reverse proxy on this machine does: it says for whom. */
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
     * A request.
     *
     * @param body JSON, or an empty text for none
     * @param headers names and values by turns
     */
    Answer send(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest request = request(method, path, body, headers);
        long started = System.nanoTime();
        return answer(http.send(request, BodyHandlers.ofString()), started);
    }

    /** A request for which nobody waits yet. */
    CompletableFuture<Answer> sending(String path, String... headers) {
        long started = System.nanoTime();
        return http.sendAsync(request("GET", path, "", headers), BodyHandlers.ofString())
                .thenApply(response -> answer(response, started));
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static Answer answer(HttpResponse<String> response, long started) {
        return new Answer(response, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    }
}
