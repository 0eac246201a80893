/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads environment variables, and says everything that is wrong with them at once. For one thread. */
final class Variables {
    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Empty if it is missing. */
    String text(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    int port(int otherwise) {
        String value = text("PORT");
        try {
            int port = value.isEmpty() ? otherwise : Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            // Refused below, as one out of range.
        }
        fault("PORT: " + value + " (expected: a whole number from 0 to 65535)");
        return otherwise;
    }

    URI url(String name, URI otherwise) {
        String value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            URI url = URI.create(value);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException noUri) {
            // Refused below, as one without a host.
        }
        fault(name + ": not an address (expected: one like " + otherwise + ")");
        return otherwise;
    }

    void fault(String fault) {
        faults.add(fault);
    }

    /**
     * Ends the reading.
     *
     * @throws IllegalArgumentException with everything found
     */
    void requireFaultless() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }
}
