/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.exchange.Reply;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the service was at one moment, with the answers of the probes ready to send. The status is {@code UP},
 * {@code DEGRADED}, {@code DOWN}, or {@code OUT_OF_SERVICE} while the service starts, drains or wants no traffic. UP and
 * DEGRADED are 200, the others 503. Immutable.
 */
public final class HealthSnapshot {
    private final HealthPolicy policy;
    private final Standing standing;
    private final List<ComponentHealth> components;
    private final Answers answers;
    private final long expiresNanos;

    /**
     * Takes one.
     *
     * @param before the one before, whose answers are used again if nobody could tell them from new ones
     */
    HealthSnapshot(
            HealthPolicy policy,
            Standing standing,
            List<ComponentHealth> components,
            long expiresNanos,
            @Nullable HealthSnapshot before) {
        this.policy = policy;
        this.standing = standing;
        this.components = List.copyOf(components);
        this.expiresNanos = expiresNanos;
        answers = before != null && before.policy == policy && before.standing.equals(standing)
                ? before.answers
                : new Answers(standing, policy);
    }

    /** UP, DEGRADED, DOWN or OUT_OF_SERVICE. */
    public String status() {
        return standing.status();
    }

    /** Whether traffic should come here. */
    public boolean isReady() {
        return standing.isReady();
    }

    /** Every component, in the order in which the checks were given. */
    public List<ComponentHealth> components() {
        return components;
    }

    boolean isExpired(long now) {
        return now - expiresNanos >= 0;
    }

    boolean wasReady() {
        return standing.wasReady();
    }

    boolean isDraining() {
        return standing.draining();
    }

    Answers answers() {
        return answers;
    }

    /** For operators; made when asked for, because it says how old everything is. */
    Reply detailed(HealthFormat format, long now) {
        String status = standing.status();
        return format.reply(Answers.code(status, policy), Answers.whole(status, policy, components, now));
    }

    /** The same for one group or component; null if there is none of this name. */
    @Nullable
    Reply detailed(String name, HealthFormat format, long now) {
        List<String> members = policy.groups().get(name);
        List<ComponentHealth> named = Members.of(members == null ? List.of(name) : members, components);
        if (members == null && named.isEmpty()) {
            return null;
        }
        String status = members == null
                ? named.get(0).status().name()
                : Objects.requireNonNull(standing.groups().get(name));
        HealthReport report = new HealthReport(status, null, null, List.of(), named, History.LENGTH, now);
        return format.reply(Answers.code(status, policy), report);
    }
}
