/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.health.HealthPolicy;
import dev.breakwater.policy.Problems;
import dev.breakwater.requestlog.RequestLogPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The keys {@code request-log.*}, and the {@link RequestLogPolicy} they describe. */
final class RequestLogSettings {

    /** How an event is written. */
    private enum Format {
        JSON
    }

    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-LOG-101", "Whether each request leaves an event.")
            .defaultsTo("true");

    private static final Key<Format> FORMAT = Key.of(
                    "format", ValueTypes.oneOf(Format.class), "BW-LOG-102", "One JSON object a line.")
            .defaultsTo("json");

    private static final Key<Level> LEVEL = Key.of(
                    "level", ValueTypes.oneOf(Level.class), "BW-LOG-103", "The least bad level that is written.")
            .defaultsTo("info");

    private static final Key<List<String>> EXCLUDE = Key.of(
                    "exclude-paths",
                    ValueTypes.text().list(),
                    "BW-LOG-104",
                    "Patterns of paths whose requests are only counted, unless the service fails on them.")
            .defaultIs("the probes");

    private static final Key<List<String>> REDACT = Key.of(
                    "redact", ValueTypes.text().list(), "BW-LOG-105", "More names whose values are secrets.")
            .defaultIs("built-in rules");

    static final Group GROUP = Group.section(
            "request-log", "One event for each request.", ENABLED, FORMAT, LEVEL, EXCLUDE, REDACT);

    private RequestLogSettings() {}

    /** Null if no events are wanted, or the policy is not valid. */
    static @Nullable RequestLogPolicy read(
            Settings root, ServiceInfo service, @Nullable HealthPolicy health, Problems problems) {
        Settings section = root.section(GROUP);
        RequestLogPolicy policy = section.build(() -> policy(section, service, health), problems);
        return section.get(ENABLED) ? policy : null;
    }

    private static RequestLogPolicy policy(Settings section, ServiceInfo service, @Nullable HealthPolicy health) {
        RequestLogPolicy.Builder policy = RequestLogPolicy.builder().level(section.get(LEVEL));
        if (service.name() != null) {
            policy.serviceName(service.name());
        }
        if (service.version() != null) {
            policy.serviceVersion(service.version());
        }
        if (service.environment() != null) {
            policy.environment(service.environment());
        }
        List<String> excluded = section.find(EXCLUDE);
        if (excluded != null) {
            policy.excludePaths(excluded);
        } else if (health != null) {
            policy.excludePaths(health.paths());
        }
        section.ifPresent(REDACT, policy::redact);
        return policy.build();
    }
}
