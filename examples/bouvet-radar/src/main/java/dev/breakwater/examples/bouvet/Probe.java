/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Asks the service on this machine how it is: a container's health check where there is no curl. */
final class Probe {
    private static final int TIMEOUT_MILLIS = 4000;

    private Probe() {}

    /** 0 if what listens on this port, by default 8080, answers that it is well, else 1. */
    static int status(@Nullable String port) {
        try {
            // The old client starts faster than the new one.
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + (port == null ? "8080" : port) + "/api/health")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestProperty("Connection", "close"); // no idle connection for which a stop would wait
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK ? 0 : 1;
        } catch (IOException notThere) {
            return 1;
        }
    }
}
