/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How calls to one upstream are guarded. By default: a deadline of 30 seconds, one attempt, at most 10 calls at a time, a
 * breaker that opens for 30 seconds once half of the last 100 calls failed, and no cache. Immutable.
 */
public final class UpstreamPolicy {
    private final String name;
    private final Duration timeout;
    private final int attempts;
    private final Duration backoff;
    private final Duration maxBackoff;
    private final int maxConcurrent;
    private final double failureRate;
    private final BreakerWindow breakerWindow;
    private final Duration breakerWait;
    private final @Nullable Duration cacheTtl;
    private final long cacheMaxEntries;
    private final boolean disabled;

    private UpstreamPolicy(Builder builder) {
        name = builder.name;
        timeout = builder.timeout;
        attempts = builder.attempts;
        backoff = builder.backoff;
        maxBackoff = builder.maxBackoff;
        maxConcurrent = builder.maxConcurrent;
        failureRate = builder.failureRate;
        breakerWindow = builder.breakerWindow;
        breakerWait = builder.breakerWait;
        cacheTtl = builder.cacheTtl;
        cacheMaxEntries = builder.cacheMaxEntries;
        disabled = builder.disabled;
    }

    /**
     * Begins a policy.
     *
     * @param name the upstream's name in configuration, events and meters: a letter, then at most 31 letters, digits,
     *     dashes and underscores
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The upstream's name. */
    public String name() {
        return name;
    }

    Duration timeout() {
        return timeout;
    }

    int attempts() {
        return attempts;
    }

    Duration backoff() {
        return backoff;
    }

    Duration maxBackoff() {
        return maxBackoff;
    }

    int maxConcurrent() {
        return maxConcurrent;
    }

    double failureRate() {
        return failureRate;
    }

    BreakerWindow breakerWindow() {
        return breakerWindow;
    }

    Duration breakerWait() {
        return breakerWait;
    }

    /** Null if nothing is kept. */
    @Nullable
    Duration cacheTtl() {
        return cacheTtl;
    }

    long cacheMaxEntries() {
        return cacheMaxEntries;
    }

    /** Whether the kill switch is thrown at the start. */
    public boolean isDisabled() {
        return disabled;
    }

    /** The name and the deadline. */
    @Override
    public String toString() {
        return name + " within " + timeout;
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        final String name;
        Duration timeout = Duration.ofSeconds(30);
        int attempts = 1;
        Duration backoff = Duration.ofMillis(300);
        Duration maxBackoff = Duration.ofSeconds(10);
        int maxConcurrent = 10;
        double failureRate = 0.5;
        BreakerWindow breakerWindow = BreakerWindow.calls(100);
        Duration breakerWait = Duration.ofSeconds(30);

        @Nullable
        Duration cacheTtl;

        long cacheMaxEntries = 10_000;
        boolean disabled;

        private Builder(String name) {
            this.name = name;
        }

        /** How long a call may take in all, attempts and waits between them included; 30 seconds by default. */
        public Builder timeout(Duration span) {
            timeout = span;
            return this;
        }

        /** How often the upstream is called at most until it answers, from 1, the default, to 10. */
        public Builder attempts(int most) {
            attempts = most;
            return this;
        }

        /**
         * The longest wait before the second attempt; it doubles with each further one. The wait itself is a random part
         * of it (full jitter), so that callers who failed together do not come back together. 300 milliseconds by
         * default.
         */
        public Builder backoff(Duration span) {
            backoff = span;
            return this;
        }

        /** What the wait between attempts never exceeds; 10 seconds by default. */
        public Builder maxBackoff(Duration span) {
            maxBackoff = span;
            return this;
        }

        /** How many calls run at a time; 10 by default. Further ones are refused at once, not queued. */
        public Builder maxConcurrent(int most) {
            maxConcurrent = most;
            return this;
        }

        /** The share of failures, above 0 and up to 1, from which the breaker opens; 0.5 by default. */
        public Builder breakerFailureRate(double share) {
            failureRate = share;
            return this;
        }

        /**
         * What the breaker looks back on; the last 100 calls by default. It opens no sooner than after 10 calls, or all
         * of a window that is smaller.
         */
        public Builder breakerWindow(BreakerWindow window) {
            breakerWindow = window;
            return this;
        }

        /** How long an open breaker refuses all calls before it lets a few try; 30 seconds by default. */
        public Builder breakerWait(Duration span) {
            breakerWait = span;
            return this;
        }

        /** How long an answer is kept for the calls that name a key; by default nothing is. */
        public Builder cacheTtl(Duration span) {
            cacheTtl = span;
            return this;
        }

        /** How many answers are kept at most; 10,000 by default. */
        public Builder cacheMaxEntries(long most) {
            cacheMaxEntries = most;
            return this;
        }

        /** Whether the kill switch is thrown at the start; it is not by default. */
        public Builder disabled(boolean thrown) {
            disabled = thrown;
            return this;
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with every fault, if there are any
         */
        public UpstreamPolicy build() {
            UpstreamChecks.check(this);
            return new UpstreamPolicy(this);
        }
    }
}
