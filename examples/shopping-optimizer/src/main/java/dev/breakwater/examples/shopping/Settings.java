/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import dev.breakwater.examples.shopping.standin.StandIn;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service's own settings, as the guide names them; those of the protections are Breakwater's.
 *
 * @param port where to listen; 0 for any free port
 * @param asksModel whether a language model is asked for meals
 * @param salling the API of the Salling Group
 * @param google Google's API
 * @param model which of Google's models is asked
 */
record Settings(int port, boolean asksModel, Api salling, Api google, String model) {
    private static final String CACHE_TTL = "CACHE_TTL_SECONDS";
    private static final String AN_HOUR = "3600";
    private static final List<String> CACHE_STORES =
            List.of("BREAKWATER_UPSTREAMS_SALLING_CACHE_STORE", "BREAKWATER_UPSTREAMS_GEMINI_CACHE_STORE");

    /**
     * An API.
     *
     * @param url scheme and authority
     * @param key what authenticates us; empty if there is none, and a stand-in answers
     */
    record Api(URI url, String key) {
        boolean hasKey() {
            return !key.isEmpty();
        }

        Api or(@Nullable StandIn standIn) {
            return standIn == null ? this : new Api(standIn.url(), StandIn.KEY);
        }

        /** Where it is, without what may authenticate us: whose answers they are that instances share. */
        String origin() {
            return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        }

        /** Without the key. */
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /**
     * What the environment says.
     *
     * @throws IllegalArgumentException with everything in it that cannot be
     */
    static Settings of(Map<String, String> environment) {
        Reader reader = new Reader(environment, new ArrayList<>());
        Settings settings = new Settings(
                reader.port(),
                reader.flag("ENABLE_AI_MEAL_SUGGESTIONS"),
                reader.api("SALLING_GROUP", "https://api.sallinggroup.com"),
                reader.api("GOOGLE", "https://generativelanguage.googleapis.com"),
                reader.text("GEMINI_MODEL", "gemini-3.5-flash"));
        reader.requireKeysInProduction(settings);
        reader.requireFaultless();
        return settings;
    }

    /**
     * What the guide's own default is, where Breakwater's is another: answers are kept for an hour, and instances that have
     * a Redis share them.
     */
    static Map<String, String> withDefaults(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.merge(CACHE_TTL, AN_HOUR, (said, otherwise) -> said.isBlank() ? otherwise : said);
        if (!environment.getOrDefault("REDIS_URL", "").isBlank()) {
            CACHE_STORES.forEach(name -> all.putIfAbsent(name, "redis"));
        }
        return all;
    }

    /** The same, but with a stand-in for each API that it has no key of. */
    Settings with(@Nullable StandIn sallings, @Nullable StandIn googles) {
        return new Settings(port, asksModel, salling.or(sallings), google.or(googles), model);
    }

    private record Reader(Map<String, String> environment, List<String> faults) {
        String text(String name, String otherwise) {
            String value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? otherwise : value;
        }

        int port() {
            String value = text("PORT", "3000");
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException noNumber) {
                // Told below, as one out of range.
            }
            faults.add("PORT: " + value + " (expected: a whole number from 0 to 65535)");
            return 0;
        }

        boolean flag(String name) {
            String value = text(name, "true").toLowerCase(Locale.ROOT);
            if (!List.of("true", "1", "yes", "on", "false", "0", "no", "off").contains(value)) {
                faults.add(name + ": " + value + " (expected: true or false)");
            }
            return List.of("true", "1", "yes", "on").contains(value);
        }

        Api api(String name, String otherwise) {
            return new Api(url(name + "_URL", otherwise), text(name + "_API_KEY", ""));
        }

        private URI url(String name, String otherwise) {
            try {
                URI url = URI.create(text(name, otherwise));
                if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                    return url;
                }
            } catch (IllegalArgumentException noUri) {
                // Told below, as one without a host.
            }
            faults.add(name + ": not an address (expected: one like " + otherwise + ")");
            return URI.create(otherwise);
        }

        void requireKeysInProduction(Settings settings) {
            String stage = text("ENVIRONMENT", "").toLowerCase(Locale.ROOT);
            if (!List.of("production", "prod", "live").contains(stage)) {
                return;
            }
            if (!settings.salling.hasKey()) {
                faults.add("SALLING_GROUP_API_KEY: missing (expected in production: the token of the Salling Group)");
            }
            if (settings.asksModel && !settings.google.hasKey()) {
                faults.add("GOOGLE_API_KEY: missing (expected in production: a key of Google's,"
                        + " or ENABLE_AI_MEAL_SUGGESTIONS=false)");
            }
        }

        void requireFaultless() {
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", faults));
            }
        }
    }
}
