/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the service on this machine how it is: a container's health check where there is no curl. */
final class Probe {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private Probe() {}

    /** 0 if the service answers that it is well, else 1. */
    static int status(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .timeout(TIMEOUT)
                .build();
        try {
            return HttpClient.newHttpClient()
                                    .send(request, BodyHandlers.discarding())
                                    .statusCode()
                            == 200
                    ? 0
                    : 1;
        } catch (IOException notThere) {
            return 1;
        }
    }
}
