/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.exchange.Reply;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The replies of all probes in all formats, ready to send. Immutable. */
final class Answers {
    /** So many changes of each component are told where all components are. */
    private static final int SOME_TRANSITIONS = 5;

    private final Map<HealthFormat, Reply> live;
    private final Map<HealthFormat, Reply> ready;
    private final Map<HealthFormat, Reply> startup;
    private final Map<HealthFormat, Reply> full;
    private final Map<String, Map<HealthFormat, Reply>> groups = new HashMap<>();
    private final HealthPolicy policy;

    Answers(Standing standing, HealthPolicy policy) {
        this.policy = policy;
        String status = standing.status();
        boolean isReady = standing.isReady();
        live = all(standing.broken() ? 503 : 200, HealthReport.of(standing.broken() ? "DOWN" : "UP"));
        ready = whileDraining(standing, all(isReady ? 200 : 503, HealthReport.of(status)));
        startup = standing.wasReady() ? all(200, HealthReport.of("UP")) : all(503, HealthReport.of(status));
        full = whileDraining(standing, all(code(status, policy), whole(status, policy, null, 0)));
        standing.groups().forEach((name, found) -> groups.put(name, all(code(found, policy), HealthReport.of(found))));
    }

    /** The service, with what of it everybody is shown. */
    static HealthReport whole(
            String status, HealthPolicy policy, @Nullable List<ComponentHealth> components, long now) {
        boolean named = policy.showVersion();
        boolean grouped = policy.showGroups() || components != null;
        return new HealthReport(
                status,
                named ? policy.serviceName() : null,
                named ? policy.serviceVersion() : null,
                grouped ? List.copyOf(policy.groups().keySet()) : List.of(),
                components,
                SOME_TRANSITIONS,
                now);
    }

    static int code(String status, HealthPolicy policy) {
        return switch (status) {
            case "UP" -> 200;
            case "DEGRADED" -> policy.degradedStatus();
            default -> 503;
        };
    }

    private static Map<HealthFormat, Reply> all(int code, HealthReport report) {
        Map<HealthFormat, Reply> replies = new EnumMap<>(HealthFormat.class);
        for (HealthFormat format : HealthFormat.values()) {
            replies.put(format, format.reply(code, report));
        }
        return replies;
    }

    private Map<HealthFormat, Reply> whileDraining(Standing standing, Map<HealthFormat, Reply> replies) {
        if (standing.draining()) {
            String wait = Long.toString(Math.max(1, policy.interval().toSeconds()));
            replies.replaceAll((format, reply) -> reply.with("Retry-After", wait));
        }
        return replies;
    }

    Reply live(HealthFormat format) {
        return Objects.requireNonNull(live.get(format));
    }

    Reply ready(HealthFormat format) {
        return Objects.requireNonNull(ready.get(format));
    }

    Reply startup(HealthFormat format) {
        return Objects.requireNonNull(startup.get(format));
    }

    Reply full(HealthFormat format) {
        return Objects.requireNonNull(full.get(format));
    }

    /** Null if there is no such group. */
    @Nullable
    Reply group(String name, HealthFormat format) {
        Map<HealthFormat, Reply> replies = groups.get(name);
        return replies == null ? null : replies.get(format);
    }
}
