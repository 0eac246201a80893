/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.redact.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one component, run after run. The first run decides at once; after that it takes so many failures in
 * a row to go down and so many successes in a row to come back. For one thread at a time.
 */
final class ComponentState {
    private static final int LONGEST_MESSAGE = 512;

    private final History history = new History();
    private CheckTerms terms;
    private final long createdNanos;
    private @Nullable HealthStatus status;
    private @Nullable String message;
    private @Nullable Instant time;
    private @Nullable Instant since;
    private @Nullable Instant lastSuccess;
    private @Nullable HealthError lastError;
    private long endedNanos;
    private long durationNanos;
    private long runs;
    private long totalNanos;
    private int failures;
    private int successes;

    ComponentState(CheckTerms terms, long now) {
        this.terms = terms;
        createdNanos = now;
        endedNanos = now;
    }

    CheckTerms terms() {
        return terms;
    }

    void terms(CheckTerms now) {
        terms = now;
    }

    /** Takes note of a run; the change it made, or null. */
    @Nullable
    HealthChanged ended(HealthResult result, long nanos, long duration, Instant at) {
        endedNanos = nanos;
        durationNanos = duration;
        totalNanos += duration;
        runs++;
        time = at;
        String said = result.message() == null ? null : Redactor.standard().text(result.message(), LONGEST_MESSAGE);
        count(result.status(), said, at);
        HealthStatus before = status;
        HealthStatus after = settled(result.status());
        if (result.status() == after || before == null) {
            message = said;
        }
        return become(after, nanos, at);
    }

    /** The run that should have begun now cannot, because the last one does not end. */
    @Nullable
    HealthChanged stuck(long nanos, Instant at, Duration running) {
        message = "stuck: a run ignores its interruption since " + running.toMillis() + " ms";
        count(HealthStatus.DOWN, message, at);
        return become(HealthStatus.DOWN, nanos, at);
    }

    private void count(HealthStatus found, @Nullable String said, Instant at) {
        if (found == HealthStatus.DOWN) {
            failures++;
            successes = 0;
            lastError = new HealthError(Objects.requireNonNullElse(said, "down"), at);
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
            return failures >= terms.failureThreshold() ? found : status;
        }
        return status == HealthStatus.DOWN && successes < terms.successThreshold() ? status : found;
    }

    private @Nullable HealthChanged become(HealthStatus after, long nanos, Instant at) {
        HealthStatus before = status;
        if (after == before) {
            return null;
        }
        status = after;
        since = at;
        // A component that is well from the start has not changed.
        return before == null && after == HealthStatus.UP ? null : changed(before, after, nanos, at);
    }

    private HealthChanged changed(@Nullable HealthStatus before, HealthStatus after, long nanos, Instant at) {
        history.add(new HealthTransition(at, before, after, message), nanos);
        return new HealthChanged(terms.name(), before, after);
    }

    /** From when on it is stale unless another run ends. */
    long staleAtNanos() {
        return (time == null ? createdNanos : endedNanos) + terms.staleAfter().toNanos();
    }

    /**
     * How it is now.
     *
     * @param stuckSince when the run that is stuck began; null if none is
     */
    ComponentHealth at(long now, @Nullable Long stuckSince) {
        boolean stuck = stuckSince != null;
        boolean stale = time != null && now - staleAtNanos() >= 0;
        return new ComponentHealth(
                terms.name(),
                status == null || stale || stuck ? HealthStatus.DOWN : status,
                terms.critical(),
                terms.scope(),
                terms.kind(),
                terms.passive(),
                stale && !stuck ? "stale: no run ended in time" : shown(),
                time,
                endedNanos,
                durationNanos,
                runs,
                totalNanos,
                since,
                lastSuccess,
                lastError,
                failures,
                successes,
                history.newest(),
                history.isFlapping(now),
                stuck,
                stuckSince == null ? 0 : stuckSince,
                stale);
    }

    private @Nullable String shown() {
        return time == null && message == null ? "not run yet" : message;
    }
}
