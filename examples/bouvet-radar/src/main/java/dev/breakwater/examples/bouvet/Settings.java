/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service's own settings, which the guide names; those of the protections are Breakwater's. Never shown: it holds the
 * key.
 *
 * @param port where to listen; 0 for any free port
 * @param doffin where Doffin's public API is
 * @param key its subscription key, empty if stand-ins answer
 * @param klass where the classifications of Statistics Norway are, or null for the stand-in
 */
record Settings(int port, URI doffin, String key, @Nullable URI klass) {
    private static final URI DOFFIN = URI.create("https://api.doffin.no/public");
    private static final URI KLASS = URI.create("https://data.ssb.no/api/klass");
    private static final int DEFAULT_PORT = 8080;
    private static final Set<String> PRODUCTION = Set.of("production", "prod", "live");

    /**
     * What the environment says.
     *
     * @throws IllegalArgumentException with the names and the expectations of all that cannot be used
     */
    static Settings of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        String key = variables.text("DOFFIN_API_KEY");
        if (key.isEmpty() && PRODUCTION.contains(variables.text("ENVIRONMENT").toLowerCase(Locale.ROOT))) {
            variables.fault(
                    "DOFFIN_API_KEY: missing (expected: the subscription key, without which there is no production)");
        }
        boolean onItsOwn = key.isEmpty() && variables.text("KLASS_URL").isEmpty();
        Settings settings = new Settings(
                variables.port(DEFAULT_PORT),
                variables.url("DOFFIN_URL", DOFFIN),
                key,
                onItsOwn ? null : variables.url("KLASS_URL", KLASS));
        variables.requireFaultless();
        return settings;
    }

    /**
     * The environment as Breakwater reads it. The guide's own names take their places: FLASK_ENV is ENVIRONMENT, FLASK_DEBUG
     * is DEBUG. LOG_LEVEL is left out: it is for the service's log, while requests are always logged, since the audit log is
     * made of them.
     *
     * @throws IllegalArgumentException if two names of one thing say different things
     */
    static Map<String, String> understood(Map<String, String> environment) {
        Map<String, String> understood = new HashMap<>(environment);
        understood.remove("LOG_LEVEL");
        Variables variables = new Variables(environment);
        rename(understood, "FLASK_ENV", "ENVIRONMENT", variables);
        rename(understood, "FLASK_DEBUG", "DEBUG", variables);
        variables.requireFaultless();
        return understood;
    }

    private static void rename(Map<String, String> all, String from, String to, Variables variables) {
        String value = all.remove(from);
        String present = value == null ? null : all.putIfAbsent(to, value);
        if (present != null && !present.equals(value)) {
            variables.fault(from + ": " + value + " (expected: the same as " + to + ", or one of the two alone)");
        }
    }

    boolean hasKey() {
        return !key.isEmpty();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "port " + port + ", " + doffin + ", " + (klass == null ? "a stand-in" : klass);
    }
}
