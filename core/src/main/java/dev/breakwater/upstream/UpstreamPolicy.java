/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
    private final CacheStore cacheStore;
    private final long cacheMaxEntries;
    private final Duration staleWhileRevalidate;
    private final Duration staleIfError;
    private final Duration negativeTtl;
    private final double retryBudget;
    private final int retryFloor;
    private final List<CallRate> rates;
    private final Duration minimumTime;
    private final @Nullable String deadlineHeader;
    private final boolean disabled;
    private final @Nullable Path disabledFile;

    UpstreamPolicy(UpstreamOptions<?> options) {
        name = options.name;
        timeout = options.timeout;
        attempts = options.attempts;
        backoff = options.backoff;
        maxBackoff = options.maxBackoff;
        maxConcurrent = options.maxConcurrent;
        failureRate = options.failureRate;
        breakerWindow = options.breakerWindow;
        breakerWait = options.breakerWait;
        cacheTtl = options.cacheTtl;
        cacheStore = options.cacheStore;
        cacheMaxEntries = options.cacheMaxEntries;
        staleWhileRevalidate = options.staleWhileRevalidate;
        staleIfError = options.staleIfError;
        negativeTtl = options.negativeTtl;
        retryBudget = options.retryBudget;
        retryFloor = options.retryFloor;
        rates = options.rates;
        minimumTime = options.minimumTime;
        deadlineHeader = options.deadlineHeader;
        disabled = options.disabled;
        disabledFile = options.disabledFile;
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

    CacheStore cacheStore() {
        return cacheStore;
    }

    /** Whether answers are kept, and where other instances find them. */
    public boolean sharesAnswers() {
        return cacheTtl != null && cacheStore == CacheStore.REDIS;
    }

    long cacheMaxEntries() {
        return cacheMaxEntries;
    }

    Duration staleWhileRevalidate() {
        return staleWhileRevalidate;
    }

    Duration staleIfError() {
        return staleIfError;
    }

    Duration negativeTtl() {
        return negativeTtl;
    }

    /** Further attempts for each call; infinite if they are not counted. */
    double retryBudget() {
        return retryBudget;
    }

    int retryFloor() {
        return retryFloor;
    }

    List<CallRate> rates() {
        return rates;
    }

    Duration minimumTime() {
        return minimumTime;
    }

    /** Null if none is sent. */
    @Nullable
    String deadlineHeader() {
        return deadlineHeader;
    }

    /** Null if there is none. */
    @Nullable
    Path disabledFile() {
        return disabledFile;
    }

    /** Whether the kill switch is thrown at the start. */
    public boolean isDisabled() {
        return disabled;
    }

    /** Whether the other policy says the same about the breaker. */
    boolean hasBreakerOf(UpstreamPolicy other) {
        return failureRate == other.failureRate
                && breakerWindow.equals(other.breakerWindow)
                && breakerWait.equals(other.breakerWait);
    }

    /** Whether the other policy says the same about the cache. */
    boolean hasCacheOf(UpstreamPolicy other) {
        return Objects.equals(cacheTtl, other.cacheTtl)
                && cacheStore == other.cacheStore
                && cacheMaxEntries == other.cacheMaxEntries
                && staleWhileRevalidate.equals(other.staleWhileRevalidate)
                && staleIfError.equals(other.staleIfError)
                && negativeTtl.equals(other.negativeTtl);
    }

    /** The name and the deadline. */
    @Override
    public String toString() {
        return name + " within " + timeout;
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder extends UpstreamOptions<Builder> {
        private Builder(String name) {
            super(name);
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with every fault, if there are any
         */
        public UpstreamPolicy build() {
            return toPolicy();
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
