/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one component was when the snapshot was taken. Immutable.
 *
 * @param name the check's name
 * @param status how it is, after thresholds; down as long as it is stuck, stale or was never run
 * @param critical whether the service cannot do without it
 * @param scope whose failure it is
 * @param kind what it is
 * @param passive whether its check only reads what is known anyway
 * @param message why, redacted and at most 512 characters
 * @param time when the last run ended; absent before the first
 * @param endedNanos when the last run ended, by the clock that never steps
 * @param durationNanos how long the last run took
 * @param runs how many runs have ended, those that ran out of time among them
 * @param totalNanos how long all of these runs took together
 * @param since since when it has this status; absent before the first run
 * @param lastSuccess when it was last found not down
 * @param lastError the newest failure; it stays after recovery
 * @param consecutiveFailures how many runs failed in a row
 * @param consecutiveSuccesses how many runs succeeded in a row
 * @param transitions the 50 newest changes, oldest first
 * @param flapping whether it changed six times or more within ten minutes
 * @param stuck whether a run ignores that it was interrupted
 * @param stuckSinceNanos if it is stuck, when that run began, by the clock that never steps; otherwise 0
 * @param stale whether the last run is too long ago to say anything
 */
public record ComponentHealth(
        String name,
        HealthStatus status,
        boolean critical,
        HealthCheck.Scope scope,
        HealthCheck.Kind kind,
        boolean passive,
        @Nullable String message,
        @Nullable Instant time,
        long endedNanos,
        long durationNanos,
        long runs,
        long totalNanos,
        @Nullable Instant since,
        @Nullable Instant lastSuccess,
        @Nullable HealthError lastError,
        int consecutiveFailures,
        int consecutiveSuccesses,
        List<HealthTransition> transitions,
        boolean flapping,
        boolean stuck,
        long stuckSinceNanos,
        boolean stale) {

    /** Whether it has been looked at yet. */
    public boolean isKnown() {
        return time != null;
    }

    /**
     * What this component means for the whole service.
     *
     * @param includeShared whether what is shared counts like what is local
     */
    HealthStatus impact(boolean includeShared) {
        boolean fatal = critical && (includeShared || scope == HealthCheck.Scope.LOCAL);
        return status == HealthStatus.DOWN && !fatal ? HealthStatus.DEGRADED : status;
    }
}
