/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls while too many fail. What a call that began before the last change of state has to say is not heard: it
 * tells of the past. Safe for use by many threads.
 */
final class Breaker {
    private static final int FEWEST_CALLS = 10;
    private static final int PROBES = 3;
    private static final Duration NEVER_SLOW = Duration.ofDays(365);

    private final CircuitBreaker breaker;
    private final BreakerClock clock;
    private final long waitNanos;
    private volatile @Nullable Consumer<BreakerChanged> heard;
    private volatile long openedAt;

    Breaker(UpstreamPolicy policy, BreakerClock clock, Consumer<BreakerChanged> heard) {
        this.heard = heard;
        this.clock = clock;
        waitNanos = policy.breakerWait().toNanos();
        breaker = CircuitBreaker.of(policy.name(), config(policy, clock));
        breaker.getEventPublisher()
                .onStateTransition(event -> tell(
                        event.getStateTransition().getFromState(),
                        event.getStateTransition().getToState()));
    }

    private static CircuitBreakerConfig config(UpstreamPolicy policy, BreakerClock clock) {
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
                // Its waits and time windows read the clock, its durations the timestamps.
                .clock(clock)
                .currentTimestampFunction(unused -> clock.nanos(), TimeUnit.NANOSECONDS)
                .failureRateThreshold(Math.max(Float.MIN_NORMAL, (float) (policy.failureRate() * 100)))
                .waitDurationInOpenState(policy.breakerWait())
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                // By default calls of a minute count as slow and open the breaker whatever they answer.
                .slowCallDurationThreshold(NEVER_SLOW)
                // No limit of its own to the half-open state: that would start a thread which ends never and knows only
                // real time. Every permission comes back by the deadline of its call, so none is ever lost.
                .maxWaitDurationInHalfOpenState(Duration.ZERO)
                .automaticTransitionFromOpenToHalfOpenEnabled(false);
        if (policy.breakerWindow() instanceof BreakerWindow.Calls calls) {
            int fewest = Math.min(FEWEST_CALLS, calls.count());
            config.slidingWindow(calls.count(), fewest, SlidingWindowType.COUNT_BASED);
        } else if (policy.breakerWindow() instanceof BreakerWindow.Time time) {
            config.slidingWindow((int) time.span().toSeconds(), FEWEST_CALLS, SlidingWindowType.TIME_BASED);
        }
        return config.build();
    }

    /** Leave for one attempt, or null if there is none. */
    @Nullable
    Permission tryAcquire() {
        Object before = breaker.getMetrics();
        if (!breaker.tryAcquirePermission()) {
            return null;
        }
        Object after = breaker.getMetrics();
        return new Permission(same(before, after) ? after : null);
    }

    @SuppressWarnings("ReferenceEquality") // Which object it is names the state; what it counts does not.
    private static boolean same(Object one, Object other) {
        return one == other;
    }

    /** What it does with the next call: once its wait is over it tries some again, though it moves only with a call. */
    BreakerChanged.State state() {
        BreakerChanged.State told = lastTold();
        return told == BreakerChanged.State.OPEN && leftNanos() <= 0 ? BreakerChanged.State.HALF_OPEN : told;
    }

    /** The last state that anybody was told of. */
    BreakerChanged.State lastTold() {
        return state(breaker.getState());
    }

    private long leftNanos() {
        return waitNanos - (clock.nanos() - openedAt);
    }

    /** How long it refuses all calls yet; null if it does not, or is about to try some. */
    @Nullable
    Duration remainingWait() {
        long left = leftNanos();
        return lastTold() == BreakerChanged.State.OPEN && left > 0 ? Duration.ofNanos(left) : null;
    }

    /** Another breaker has taken over: what happens to this one is nobody's news. */
    void retire() {
        heard = null;
    }

    private void tell(CircuitBreaker.State from, CircuitBreaker.State to) {
        if (to == CircuitBreaker.State.OPEN) {
            openedAt = clock.nanos();
        }
        Consumer<BreakerChanged> listener = heard;
        if (listener != null) {
            listener.accept(new BreakerChanged(breaker.getName(), state(from), state(to)));
        }
    }

    private static BreakerChanged.State state(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> BreakerChanged.State.OPEN;
            case HALF_OPEN -> BreakerChanged.State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> BreakerChanged.State.CLOSED;
        };
    }

    /** To be given back in exactly one of three ways. */
    final class Permission {
        // Each closed and each half-open state counts into an object of its own, which thus names it. Null if the state
        // changed while the permission was given: then it might belong to the newer one, whose few permits must not be
        // lost, and is always heard.
        private final @Nullable Object givenBy;

        private Permission(@Nullable Object givenBy) {
            this.givenBy = givenBy;
        }

        void succeeded() {
            if (isCurrent()) {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }

        void failed() {
            if (isCurrent()) {
                breaker.onError(0, TimeUnit.NANOSECONDS, new FailureWithoutWords());
            }
        }

        /** Nothing was learnt. */
        void unused() {
            if (isCurrent()) {
                breaker.releasePermission();
            }
        }

        private boolean isCurrent() {
            return givenBy == null || same(givenBy, breaker.getMetrics());
        }
    }

    /** Resilience4j writes failures to its log, and what an upstream says about one may hold a secret. */
    private static final class FailureWithoutWords extends Exception {
        private static final long serialVersionUID = 1L;

        FailureWithoutWords() {
            super("a call failed", null, false, false);
        }
    }
}
