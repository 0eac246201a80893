/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready, with the state that calls under it share.
 *
 * @param cache null if nothing is kept
 */
record Pipeline(
        UpstreamPolicy policy,
        long timeoutNanos,
        Bulkhead bulkhead,
        Breaker breaker,
        Pacing pacing,
        Retries retries,
        @Nullable AnswerCache cache) {

    /**
     * Lets an attempt in: it holds a permit of the bulkhead and this one of the breaker from then on.
     *
     * @param refused is told why if not
     */
    Breaker.@Nullable Permission tryEnter(long deadline, Consumer<Reason> refused) {
        Reason refusal = pacing.refusal(deadline);
        if (refusal != null) {
            refused.accept(refusal);
            return null;
        }
        // The bulkhead first: when it is full, none of a half-open breaker's few permits are spent on that.
        if (!bulkhead.tryAcquire()) {
            refused.accept(Reason.FULL);
            return null;
        }
        Breaker.Permission permission = breaker.tryAcquire();
        if (permission == null) {
            bulkhead.release();
            refused.accept(Reason.OPEN);
            return null;
        }
        if (!pacing.tryTake()) {
            permission.unused();
            bulkhead.release();
            refused.accept(Reason.LIMITED);
            return null;
        }
        return permission;
    }

    /** How all of it is now. */
    UpstreamState state(KillSwitch killSwitch) {
        return new UpstreamState(
                policy.name(),
                breaker.state(),
                killSwitch.heldBy(),
                bulkhead.running(),
                policy.maxConcurrent(),
                retries.refused());
    }

    /** Forgets what is kept under this key. */
    void invalidate(Object key) {
        if (cache != null) {
            cache.invalidate(key);
        }
    }

    /** Forgets all that is kept. */
    void invalidateAll() {
        if (cache != null) {
            cache.invalidateAll();
        }
    }

    /** The old answer to give instead of a failure, counted, if there is one that policy allows (RFC 5861 section 4). */
    @Nullable
    Kept insteadOf(Ended<?> failed, @Nullable Object key) {
        return cache == null || key == null || !Failures.allowsStale(failed) ? null : cache.instead(key);
    }

    /** How long whoever got this failure should wait; null if that is not known. */
    @Nullable
    Duration retryAfter(Ended<?> failed) {
        if (failed.failure() == Reason.OPEN) {
            return breaker.remainingWait();
        }
        if (failed.failure() == Reason.LIMITED) {
            return Duration.ofNanos(Math.max(0, pacing.waitNanos()));
        }
        return failed.cause() == null ? null : Failures.retryAfter(failed.cause());
    }
}
