/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.health.HealthPolicy;
import dev.breakwater.health.HealthPolicy.Probe;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys {@code health.*}, and the {@link HealthPolicy} they describe. */
final class HealthSettings {
    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-HEALTH-101", "Whether checks run and probes are answered.")
            .defaultsTo("true");

    private static final Map<Probe, Key<List<String>>> PATHS = paths();

    private static final Group PATHS_GROUP = Group.section(
            "paths",
            "Where probes are answered: exact paths; a list gives aliases, none frees the path.",
            PATHS.values().toArray(new Definition[0]));

    private static final Key<Boolean> SHOW_VERSION = Key.of(
                    "show-version", ValueTypes.bool(), "BW-HEALTH-107", "Whether everybody sees name and version.")
            .defaultsTo("true");

    private static final Key<Duration> INTERVAL = Key.of(
                    "interval", ValueTypes.duration(), "BW-HEALTH-108", "How long from one run of a check to the next.")
            .defaultsTo("10s");

    private static final Key<Duration> TIMEOUT = Key.of(
                    "timeout", ValueTypes.duration(), "BW-HEALTH-109", "How long one run may take.")
            .defaultsTo("2s");

    private static final Key<Integer> FAILURES = Key.of(
                    "failure-threshold",
                    ValueTypes.integer(1, 100),
                    "BW-HEALTH-110",
                    "How many failures in a row take a component down.")
            .defaultsTo("3");

    private static final Key<Integer> SUCCESSES = Key.of(
                    "success-threshold",
                    ValueTypes.integer(1, 100),
                    "BW-HEALTH-111",
                    "How many successes in a row bring it back.")
            .defaultsTo("2");

    private static final Key<Duration> STALE_AFTER = Key.of(
                    "stale-after", ValueTypes.duration(), "BW-HEALTH-112", "How long a finished run says anything.")
            .defaultsTo("60s");

    static final Group GROUP = Group.section(
            "health",
            "Probes, answered from checks that run in the background.",
            ENABLED,
            PATHS_GROUP,
            SHOW_VERSION,
            INTERVAL,
            TIMEOUT,
            FAILURES,
            SUCCESSES,
            STALE_AFTER,
            DrainSettings.DELAY,
            DrainSettings.TIMEOUT,
            DrainSettings.EXEMPT,
            DrainSettings.EXIT,
            DrainSettings.GRACE_PERIOD);

    private HealthSettings() {}

    /** Null if no health is wanted, or the policy is not valid. */
    static @Nullable HealthPolicy read(Settings root, ServiceInfo service, Problems problems) {
        Settings section = root.section(GROUP);
        HealthPolicy policy = section.build(() -> policy(section, service), problems);
        return section.get(ENABLED) ? policy : null;
    }

    private static HealthPolicy policy(Settings section, ServiceInfo service) {
        HealthPolicy.Builder policy = HealthPolicy.builder()
                .showVersion(section.get(SHOW_VERSION))
                .interval(section.get(INTERVAL))
                .timeout(section.get(TIMEOUT))
                .failureThreshold(section.get(FAILURES))
                .successThreshold(section.get(SUCCESSES))
                .staleAfter(section.get(STALE_AFTER));
        Settings paths = section.section(PATHS_GROUP);
        PATHS.forEach((probe, key) -> policy.paths(probe, withoutNone(paths.get(key))));
        if (service.name() != null) {
            policy.serviceName(service.name());
        }
        if (service.version() != null) {
            policy.serviceVersion(service.version());
        }
        return policy.build();
    }

    private static List<String> withoutNone(List<String> paths) {
        return paths.equals(List.of("none")) ? List.of() : paths;
    }

    private static Map<Probe, Key<List<String>>> paths() {
        Map<Probe, Key<List<String>>> keys = new EnumMap<>(Probe.class);
        keys.put(Probe.LIVE, path("live", "BW-HEALTH-102", "/livez", "Should the process be restarted?"));
        keys.put(Probe.READY, path("ready", "BW-HEALTH-103", "/readyz", "Should traffic come here?"));
        keys.put(Probe.STARTUP, path("startup", "BW-HEALTH-104", "/startupz", "Has it been ready once?"));
        keys.put(Probe.FULL, path("full", "BW-HEALTH-105", "/health", "How is the service?"));
        keys.put(
                Probe.DETAILED,
                path("detailed", "BW-HEALTH-106", "/health/detailed", "How is each component? For operators."));
        return keys;
    }

    private static Key<List<String>> path(String name, String code, String byDefault, String question) {
        return Key.of(name, ValueTypes.text().list(), code, question).defaultsTo(byDefault);
    }
}
