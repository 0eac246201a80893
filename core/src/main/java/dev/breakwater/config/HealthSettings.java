/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.health.CheckOverride;
import dev.breakwater.health.HealthCheck.Scope;
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

    private static final Key<Boolean> CHECK_ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-HEALTH-113", "Whether the check is run at all.")
            .defaultIs("true");

    private static final Key<Boolean> CHECK_CRITICAL = Key.of(
                    "critical",
                    ValueTypes.bool(),
                    "BW-HEALTH-114",
                    "Whether the service cannot do without the component.")
            .defaultIs("as the check says");

    private static final Key<Scope> CHECK_SCOPE = Key.of(
                    "scope",
                    ValueTypes.oneOf(Scope.class),
                    "BW-HEALTH-115",
                    "Whose failure it is: this instance's own, or that of all.")
            .defaultIs("as the check says");

    private static final Key<Duration> CHECK_INTERVAL = Key.of(
                    "interval", ValueTypes.duration(), "BW-HEALTH-116", "How long from one run to the next.")
            .defaultIs("as the check says");

    private static final Key<Duration> CHECK_TIMEOUT = Key.of(
                    "timeout", ValueTypes.duration(), "BW-HEALTH-117", "How long one run may take.")
            .defaultIs("as the check says");

    private static final Group CHECKS = Group.map(
            "checks",
            "What single checks do otherwise than they say of themselves, by name; ours are disk-space, memory and"
                    + " deadlock.",
            CHECK_ENABLED,
            CHECK_CRITICAL,
            CHECK_SCOPE,
            CHECK_INTERVAL,
            CHECK_TIMEOUT);

    // What it switches is in the starter, which reads it from Spring's environment.
    private static final Key<Boolean> INDICATORS = Key.of(
                    "indicators",
                    ValueTypes.bool(),
                    "BW-HEALTH-122",
                    "Whether Spring Boot's health indicators run in the background too, and Actuator reads what they found.")
            .defaultsTo("true");

    private static final Key<Map<String, List<String>>> GROUPS = Key.of(
            "groups",
            ValueTypes.textLists(),
            "BW-HEALTH-118",
            "Components that are answered together, below each full path: names of checks. One that comes later ends in a"
                    + " question mark.");

    private static final Key<Boolean> SHOW_GROUPS = Key.of(
                    "show-groups",
                    ValueTypes.bool(),
                    "BW-HEALTH-119",
                    "Whether everybody sees how groups are; otherwise operators only.")
            .defaultsTo("true");

    private static final Key<Boolean> INCLUDE_SHARED = Key.of(
                    "include-shared",
                    ValueTypes.bool(),
                    "BW-HEALTH-120",
                    "Whether what all instances share takes the service down when it fails; otherwise it is degraded.")
            .defaultsTo("false");

    private static final Key<Integer> DEGRADED_STATUS = Key.of(
                    "degraded-status",
                    ValueTypes.integer(200, 299),
                    "BW-HEALTH-121",
                    "The status code of full, detailed and groups while they are degraded; not of the ready probe.")
            .defaultsTo("200");

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
            CHECKS,
            GROUPS,
            SHOW_GROUPS,
            INCLUDE_SHARED,
            DEGRADED_STATUS,
            INDICATORS,
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
                .staleAfter(section.get(STALE_AFTER))
                .includeShared(section.get(INCLUDE_SHARED))
                .showGroups(section.get(SHOW_GROUPS))
                .degradedStatus(section.get(DEGRADED_STATUS));
        section.map(CHECKS).forEach((name, check) -> policy.check(name, override(check)));
        section.ifPresent(GROUPS, groups -> groups.forEach(policy::group));
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

    private static CheckOverride override(Settings check) {
        return new CheckOverride(
                check.find(CHECK_ENABLED),
                check.find(CHECK_CRITICAL),
                check.find(CHECK_SCOPE),
                check.find(CHECK_INTERVAL),
                check.find(CHECK_TIMEOUT));
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
