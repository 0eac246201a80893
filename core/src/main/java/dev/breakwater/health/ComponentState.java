/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.redact.Redactor;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one component, run after run. The first run decides at once; after that it takes so many failures in
 * a row to go down and so many successes in a row to come back. For one thread at a time.
 */
final class ComponentState {
    private static final int LONGEST_MESSAGE = 512;

    private final HealthCheck check;
    private final HealthPolicy policy;
    private final long createdNanos;
    private @Nullable HealthStatus status;
    private @Nullable String message;
    private @Nullable Instant time;
    private @Nullable Instant since;
    private @Nullable Instant lastSuccess;
    private long endedNanos;
    private long durationNanos;
    private int failures;
    private int successes;

    ComponentState(HealthCheck check, HealthPolicy policy, long now) {
        this.check = check;
        this.policy = policy;
        createdNanos = now;
        endedNanos = now;
    }

    /** Takes note of a run; the change it made, or null. */
    @Nullable
    HealthChanged ended(HealthResult result, long nanos, long duration, Instant at) {
        endedNanos = nanos;
        durationNanos = duration;
        time = at;
        count(result, at);
        HealthStatus before = status;
        HealthStatus after = settled(result.status());
        if (result.status() == after || before == null) {
            message = result.message() == null ? null : Redactor.standard().text(result.message(), LONGEST_MESSAGE);
        }
        return become(before, after, at);
    }

    /** The run that should have begun now cannot, because the last one does not end. */
    @Nullable
    HealthChanged stuck(Instant at, Duration running) {
        failures++;
        successes = 0;
        message = "stuck: a run ignores its interruption since " + running.toMillis() + " ms";
        return become(status, HealthStatus.DOWN, at);
    }

    private void count(HealthResult result, Instant at) {
        if (result.status() == HealthStatus.DOWN) {
            failures++;
            successes = 0;
        } else {
            failures = 0;
            successes++;
            lastSuccess = at;
        }
    }

    private HealthStatus settled(HealthStatus found) {
        if (status == null) {
            return found;
        }
        if (found == HealthStatus.DOWN) {
            return failures >= policy.failureThreshold() ? found : status;
        }
        return status == HealthStatus.DOWN && successes < policy.successThreshold() ? status : found;
    }

    private @Nullable HealthChanged become(@Nullable HealthStatus before, HealthStatus after, Instant at) {
        if (after == before) {
            return null;
        }
        status = after;
        since = at;
        // A component that is well from the start has not changed.
        return before == null && after == HealthStatus.UP
                ? null
                : new HealthChanged(check.name(), before == null ? HealthStatus.UP : before, after);
    }

    /** From when on it is stale unless another run ends. */
    long staleAtNanos() {
        return (time == null ? createdNanos : endedNanos) + policy.staleAfter().toNanos();
    }

    ComponentHealth at(long now, boolean stuck) {
        boolean stale = time != null && now - staleAtNanos() >= 0;
        HealthStatus settled = status == null || stale || stuck ? HealthStatus.DOWN : status;
        return new ComponentHealth(
                check.name(),
                settled,
                check.critical(),
                check.scope(),
                stale && !stuck ? "stale: no run ended in time" : shown(),
                time,
                endedNanos,
                durationNanos,
                since,
                lastSuccess,
                failures,
                stuck,
                stale);
    }

    private @Nullable String shown() {
        return time == null && message == null ? "not run yet" : message;
    }
}
