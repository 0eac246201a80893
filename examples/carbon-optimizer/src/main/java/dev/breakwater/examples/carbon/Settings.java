/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The service's own settings, which the guide names; those of the protections are Breakwater's. Never shown: it holds the
 * key.
 *
 * @param port where to listen; 0 for any free port
 * @param threads how many requests are worked on at the same time
 * @param mapsUrl scheme and authority of Electricity Maps' API
 * @param mapsKey the API key, empty if the stand-in answers
 */
record Settings(int port, int threads, URI mapsUrl, String mapsKey) {
    private static final URI ELECTRICITY_MAPS = URI.create("https://api.electricitymaps.com");
    private static final int DEFAULT_PORT = 5000;
    private static final int DEFAULT_THREADS = 200; // Tomcat's own
    private static final int MAX_THREADS = 10_000;

    /**
     * What the environment says.
     *
     * @throws IllegalArgumentException with the name and the expectation of the first one that cannot be read
     */
    static Settings of(Map<String, String> environment) {
        Settings settings = new Settings(
                number(environment, "PORT", DEFAULT_PORT, 0, 65_535),
                threads(environment),
                url(environment),
                environment.getOrDefault("EL_MAPS_API_KEY", "").strip());
        if (!settings.hasKey() && isProduction(environment)) {
            throw new IllegalArgumentException(
                    "EL_MAPS_API_KEY: missing (expected in production: the key of Electricity Maps)");
        }
        return settings;
    }

    private static boolean isProduction(Map<String, String> environment) {
        String stage = environment.getOrDefault("ENVIRONMENT", "").strip().toLowerCase(Locale.ROOT);
        return List.of("production", "prod", "live").contains(stage);
    }

    // Gunicorn's processes times their threads: what Tomcat does with threads alone.
    private static int threads(Map<String, String> environment) {
        if (!environment.containsKey("GUNICORN_WORKERS") && !environment.containsKey("GUNICORN_THREADS")) {
            return DEFAULT_THREADS;
        }
        int workers = number(environment, "GUNICORN_WORKERS", 4, 1, 100);
        return workers * number(environment, "GUNICORN_THREADS", 2, 1, MAX_THREADS / 100);
    }

    private static URI url(Map<String, String> environment) {
        String value = environment.get("EL_MAPS_URL");
        if (value == null || value.isBlank()) {
            return ELECTRICITY_MAPS;
        }
        try {
            URI url = URI.create(value.strip());
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException noUri) {
            // Refused below, as one without a host.
        }
        throw new IllegalArgumentException("EL_MAPS_URL: expected an address like https://api.electricitymaps.com");
    }

    private static int number(Map<String, String> environment, String name, int otherwise, int least, int most) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Refused below, as one out of range.
        }
        throw new IllegalArgumentException(
                name + ": " + value + " (expected: a whole number from " + least + " to " + most + ")");
    }

    boolean hasKey() {
        return !mapsKey.isEmpty();
    }

    /** The same, but with the stand-in in place of Electricity Maps. */
    Settings with(ElectricityMapsStandIn standIn) {
        return new Settings(port, threads, standIn.url(), ElectricityMapsStandIn.KEY);
    }

    /** Where the API is, without what may authenticate us: whose answers they are that instances share. */
    String mapsOrigin() {
        return mapsUrl.getScheme() + "://" + mapsUrl.getHost() + (mapsUrl.getPort() < 0 ? "" : ":" + mapsUrl.getPort());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "port " + port + ", " + threads + " threads, " + mapsUrl;
    }
}
