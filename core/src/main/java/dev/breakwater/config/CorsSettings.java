/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.cors.CorsGuard;
import dev.breakwater.cors.CorsPolicy;
import dev.breakwater.cors.OnDisallowed;
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
                    "Who may read answers: exact origins, https://*.example.org, http://localhost:*, *, or none.")
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

    private static final ScalarType<Duration> AGE = ScalarType.of(
            "java.time.Duration",
            "a duration such as 10m or 2h, at most 24h; 0s or -1s: never keep it",
            text -> text.strip().equals("-1s") ? Duration.ofSeconds(-1) : DurationText.parse(text));

    private static final Key<Duration> MAX_AGE = Key.of(
                    "max-age", AGE, "BW-CORS-108", "How long browsers may keep the answer to a preflight.")
            .defaultIs("nothing sent");

    private static final Key<List<String>> TIMING = Key.of(
                    "timing-allow-origin", ValueTypes.text().list(), "BW-CORS-109", "Who may read detailed timing.")
            .defaultIs("none");

    private static final Key<OnDisallowed> ON_DISALLOWED = Key.of(
                    "on-disallowed",
                    ValueTypes.oneOf(OnDisallowed.class),
                    "BW-CORS-110",
                    "Whether requests of other origins still reach the application, unreadable, or get 403.")
            .defaultsTo("pass");

    private static final Key<Boolean> INSECURE_ORIGINS = Key.of(
                    "dangerously-tolerate-insecure-origins",
                    ValueTypes.bool(),
                    "BW-CORS-111",
                    "Whether origins without TLS may use credentials.")
            .defaultsTo("false");

    private static final Key<Boolean> PUBLIC_SUFFIXES = Key.of(
                    "dangerously-tolerate-public-suffixes",
                    ValueTypes.bool(),
                    "BW-CORS-112",
                    "Whether a wildcard may stand below a domain where anybody can register, such as github.io.")
            .defaultsTo("false");

    private static final Key<Boolean> DEBUG = Key.of(
                    "debug",
                    ValueTypes.bool(),
                    "BW-CORS-113",
                    "Whether responses say in Breakwater-Cors what was decided and why. For development.")
            .defaultsTo("false");

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
            TIMING,
            ON_DISALLOWED,
            INSECURE_ORIGINS,
            PUBLIC_SUFFIXES);

    static final Group GROUP = Group.section("cors", "Cross-origin requests.", ENABLED, DEBUG, POLICIES);

    private CorsSettings() {}

    /** Empty if nothing is allowed, or nothing is valid. */
    static List<CorsPolicy> read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        Reading reading = new Reading(RateLimitSettings.fieldNames(root), section.get(DEBUG));
        debug(section, ServiceInfo.read(root), problems);
        SideBySide<CorsPolicy> policies = new SideBySide<>();
        for (Settings settings : section.list(POLICIES)) {
            CorsPolicy policy = settings.build(() -> reading.policy(settings), problems);
            if (policy != null) {
                policies.add(policy, settings);
                problems.addBelow(settings.path(), policy.warnings());
            }
        }
        policies.check(CorsGuard::new, problems);
        return section.get(ENABLED) ? policies.policies() : List.of();
    }

    private static void debug(Settings section, ServiceInfo service, Problems problems) {
        if (section.get(DEBUG) && service.isProduction()) {
            problems.warning(
                    "BW-CORS-039",
                    section.path(DEBUG),
                    "true",
                    "false where service.environment is " + service.environment(),
                    "Switch it off: it tells outsiders what the policy allows.");
        }
    }

    /** What all policies share. */
    private record Reading(List<String> alwaysExposed, boolean debug) {
        CorsPolicy policy(Settings settings) {
            CorsPolicy.Builder policy = CorsPolicy.builder()
                    .paths(settings.get(PATHS))
                    .allowedOrigins(settings.get(ORIGINS))
                    .allowCredentials(settings.get(CREDENTIALS))
                    .alwaysExpose(alwaysExposed)
                    .onDisallowed(settings.get(ON_DISALLOWED))
                    .dangerouslyTolerateInsecureOrigins(settings.get(INSECURE_ORIGINS))
                    .dangerouslyToleratePublicSuffixes(settings.get(PUBLIC_SUFFIXES))
                    .debug(debug);
            settings.ifPresent(METHODS, policy::allowedMethods);
            settings.ifPresent(REQUEST_HEADERS, policy::allowedHeaders);
            settings.ifPresent(EXPOSED, policy::exposedHeaders);
            settings.ifPresent(MAX_AGE, policy::maxAge);
            settings.ifPresent(TIMING, policy::timingAllowOrigin);
            return policy.build();
        }
    }
}
