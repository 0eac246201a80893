/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one component was when the snapshot was taken. Immutable.
 *
 * @param name the check's name
 * @param status how it is, after thresholds; down as long as it is stuck, stale or was never run
 * @param critical whether the service cannot do without it
 * @param scope whose failure it is
 * @param message why, redacted and at most 512 characters
 * @param time when the last run ended; absent before the first
 * @param endedNanos when the last run ended, by the clock that never steps
 * @param durationNanos how long the last run took
 * @param since since when it has this status; absent before the first run
 * @param lastSuccess when it was last found not down
 * @param consecutiveFailures how many runs failed in a row
 * @param stuck whether a run ignores that it was interrupted
 * @param stale whether the last run is too long ago to say anything
 */
public record ComponentHealth(
        String name,
        HealthStatus status,
        boolean critical,
        HealthCheck.Scope scope,
        @Nullable String message,
        @Nullable Instant time,
        long endedNanos,
        long durationNanos,
        @Nullable Instant since,
        @Nullable Instant lastSuccess,
        int consecutiveFailures,
        boolean stuck,
        boolean stale) {

    /** Whether it has been looked at yet. */
    public boolean isKnown() {
        return time != null;
    }

    /** What this component means for the whole service. */
    HealthStatus impact() {
        boolean fatal = critical && scope == HealthCheck.Scope.LOCAL;
        return status == HealthStatus.DOWN && !fatal ? HealthStatus.DEGRADED : status;
    }
}
