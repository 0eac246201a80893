/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.cors.CorsGuard;
import dev.breakwater.cors.CorsPolicy;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.List;

/** The keys {@code cors.*}, and the {@link CorsPolicy policies} they describe. */
final class CorsSettings {
    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-CORS-101", "Whether cross-origin requests are answered for.")
            .defaultsTo("true");

    private static final Key<List<String>> PATHS = Key.of(
                    "paths", ValueTypes.text().list(), "BW-CORS-102", "Patterns of paths; the most specific one wins.")
            .defaultsTo("/**");

    private static final Key<List<String>> ORIGINS = Key.of(
                    "allowed-origins",
                    ValueTypes.text().list(),
                    "BW-CORS-103",
                    "Who may read answers: exact origins, https://*.example.org, http://localhost:*, or *.")
            .required();

    private static final Key<List<String>> METHODS = Key.of(
                    "allowed-methods", ValueTypes.text().list(), "BW-CORS-104", "Methods beside GET, HEAD and POST.")
            .defaultIs("GET, HEAD, POST");

    private static final Key<List<String>> REQUEST_HEADERS = Key.of(
                    "allowed-headers", ValueTypes.text().list(), "BW-CORS-105", "Request headers that scripts may set.")
            .defaultIs("none");

    private static final Key<List<String>> EXPOSED = Key.of(
                    "exposed-headers",
                    ValueTypes.text().list(),
                    "BW-CORS-106",
                    "Response headers that scripts may read.")
            .defaultIs("the rate limit fields, always");

    private static final Key<Boolean> CREDENTIALS = Key.of(
                    "allow-credentials",
                    ValueTypes.bool(),
                    "BW-CORS-107",
                    "Whether cookies and the like may come along.")
            .defaultsTo("false");

    private static final Key<Duration> MAX_AGE = Key.of(
                    "max-age",
                    ValueTypes.duration(),
                    "BW-CORS-108",
                    "How long browsers may keep the answer to a preflight.")
            .defaultIs("nothing sent");

    private static final Key<List<String>> TIMING = Key.of(
                    "timing-allow-origin", ValueTypes.text().list(), "BW-CORS-109", "Who may read detailed timing.")
            .defaultIs("none");

    private static final Group POLICIES = Group.list(
            "policies",
            "Which origins may read what (Fetch standard).",
            PATHS,
            ORIGINS,
            METHODS,
            REQUEST_HEADERS,
            EXPOSED,
            CREDENTIALS,
            MAX_AGE,
            TIMING);

    static final Group GROUP = Group.section("cors", "Cross-origin requests.", ENABLED, POLICIES);

    private CorsSettings() {}

    /** Empty if nothing is allowed, or nothing is valid. */
    static List<CorsPolicy> read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        List<String> always = RateLimitSettings.fieldNames(root);
        SideBySide<CorsPolicy> policies = new SideBySide<>();
        for (Settings settings : section.list(POLICIES)) {
            CorsPolicy policy = settings.build(() -> policy(settings, always), problems);
            if (policy != null) {
                policies.add(policy, settings);
                problems.addBelow(settings.path(), policy.warnings());
            }
        }
        policies.check(CorsGuard::new, problems);
        return section.get(ENABLED) ? policies.policies() : List.of();
    }

    private static CorsPolicy policy(Settings settings, List<String> alwaysExposed) {
        CorsPolicy.Builder policy = CorsPolicy.builder()
                .paths(settings.get(PATHS))
                .allowedOrigins(settings.get(ORIGINS))
                .allowCredentials(settings.get(CREDENTIALS))
                .alwaysExpose(alwaysExposed);
        settings.ifPresent(METHODS, policy::allowedMethods);
        settings.ifPresent(REQUEST_HEADERS, policy::allowedHeaders);
        settings.ifPresent(EXPOSED, policy::exposedHeaders);
        settings.ifPresent(MAX_AGE, policy::maxAge);
        settings.ifPresent(TIMING, policy::timingAllowOrigin);
        return policy.build();
    }
}
