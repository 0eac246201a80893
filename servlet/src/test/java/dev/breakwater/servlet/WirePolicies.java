/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.util.HashMap;
import java.util.Map;

/** Cross-origin policies as keys and values of the configuration. */
final class WirePolicies {
    static final String APP = "https://app.example.com";

    private static final Map<String, String> CREDENTIALLED = Map.of(
            "allowed-origins",
            APP + ", https://*.example.org, http://localhost:*, https://[2001:db8::1]:8443",
            "allowed-methods",
            "PUT, PATCH, DELETE",
            "allowed-headers",
            "Content-Type, Authorization, X-Foo",
            "exposed-headers",
            "X-Rate",
            "allow-credentials",
            "true",
            "max-age",
            "600s");

    private static final Map<String, String> OPEN = Map.of(
            "allowed-origins", "*",
            "allowed-methods", "*",
            "allowed-headers", "*, Authorization",
            "exposed-headers", "*");

    private WirePolicies() {}

    /** Some origins of every form, with credentials. */
    static Map<String, String> p1() {
        return at(0, "/**", CREDENTIALLED);
    }

    /** The same, but for these keys and values of the policy. */
    static Map<String, String> p1With(String... keysAndValues) {
        Map<String, String> policy = new HashMap<>(CREDENTIALLED);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            policy.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return at(0, "/**", policy);
    }

    /** The same without one of its keys. */
    static Map<String, String> p1Without(String key) {
        Map<String, String> policy = new HashMap<>(CREDENTIALLED);
        policy.remove(key);
        return at(0, "/**", policy);
    }

    /** Every origin, without credentials. */
    static Map<String, String> p2() {
        return at(0, "/**", OPEN);
    }

    /** Both, by path. */
    static Map<String, String> byPath() {
        Map<String, String> both = at(0, "/api/**", CREDENTIALLED);
        both.putAll(at(1, "/public/**", OPEN));
        return both;
    }

    static Map<String, String> at(int index, String paths, Map<String, String> policy) {
        Map<String, String> keys = new HashMap<>();
        policy.forEach((key, value) -> keys.put("cors.policies[" + index + "]." + key, value));
        keys.put("cors.policies[" + index + "].paths", paths);
        return keys;
    }
}
