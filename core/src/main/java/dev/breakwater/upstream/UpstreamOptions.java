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
 * What can be said about an upstream, alone as a policy or on the way to an {@link Upstream}. Not for use by several
 * threads.
 *
 * @param <B> the builder these options belong to
 */
public abstract sealed class UpstreamOptions<B extends UpstreamOptions<B>>
        permits UpstreamPolicy.Builder, Upstream.Builder {
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

    CacheStore cacheStore = CacheStore.MEMORY;
    long cacheMaxEntries = 10_000;
    Duration staleWhileRevalidate = Duration.ZERO;
    Duration staleIfError = Duration.ZERO;
    Duration negativeTtl = Duration.ZERO;
    double retryBudget = 0.2;
    int retryFloor = 10;
    List<CallRate> rates = List.of();
    Duration minimumTime = Duration.ZERO;

    @Nullable
    String deadlineHeader;

    boolean disabled;

    @Nullable
    Path disabledFile;

    UpstreamOptions(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    UpstreamOptions(UpstreamPolicy policy) {
        name = Objects.requireNonNull(policy, "policy").name();
        timeout = policy.timeout();
        attempts = policy.attempts();
        backoff = policy.backoff();
        maxBackoff = policy.maxBackoff();
        maxConcurrent = policy.maxConcurrent();
        failureRate = policy.failureRate();
        breakerWindow = policy.breakerWindow();
        breakerWait = policy.breakerWait();
        cacheTtl = policy.cacheTtl();
        cacheStore = policy.cacheStore();
        cacheMaxEntries = policy.cacheMaxEntries();
        staleWhileRevalidate = policy.staleWhileRevalidate();
        staleIfError = policy.staleIfError();
        negativeTtl = policy.negativeTtl();
        retryBudget = policy.retryBudget();
        retryFloor = policy.retryFloor();
        rates = policy.rates();
        minimumTime = policy.minimumTime();
        deadlineHeader = policy.deadlineHeader();
        disabled = policy.isDisabled();
        disabledFile = policy.disabledFile();
    }

    /** How long a call may take in all, attempts and waits between them included; 30 seconds by default. */
    public final B timeout(Duration span) {
        timeout = Objects.requireNonNull(span, "timeout");
        return self();
    }

    /** How often the upstream is called at most until it answers, from 1, the default, to 10. */
    public final B attempts(int most) {
        attempts = most;
        return self();
    }

    /**
     * The longest wait before the second attempt; it doubles with each further one. The wait itself is a random part
     * of it (full jitter), so that callers who failed together do not come back together. 300 milliseconds by
     * default.
     */
    public final B backoff(Duration span) {
        backoff = Objects.requireNonNull(span, "backoff");
        return self();
    }

    /** What the wait between attempts never exceeds; 10 seconds by default. */
    public final B maxBackoff(Duration span) {
        maxBackoff = Objects.requireNonNull(span, "maxBackoff");
        return self();
    }

    /** How many calls run at a time; 10 by default. Further ones are refused at once, not queued. */
    public final B maxConcurrent(int most) {
        maxConcurrent = most;
        return self();
    }

    /** The share of failures, above 0 and up to 1, from which the breaker opens; 0.5 by default. */
    public final B breakerFailureRate(double share) {
        failureRate = share;
        return self();
    }

    /**
     * What the breaker looks back on; the last 100 calls by default. It opens no sooner than after 10 calls, or all
     * of a window that is smaller.
     */
    public final B breakerWindow(BreakerWindow window) {
        breakerWindow = Objects.requireNonNull(window, "breakerWindow");
        return self();
    }

    /** How long an open breaker refuses all calls before it lets a few try; 30 seconds by default. */
    public final B breakerWait(Duration span) {
        breakerWait = Objects.requireNonNull(span, "breakerWait");
        return self();
    }

    /** How long an answer is kept for the calls that name a key; by default nothing is. */
    public final B cacheTtl(Duration span) {
        cacheTtl = Objects.requireNonNull(span, "cacheTtl");
        return self();
    }

    /** Where answers are kept; in this instance's memory alone by default. */
    public final B cacheStore(CacheStore store) {
        cacheStore = Objects.requireNonNull(store, "cacheStore");
        return self();
    }

    /** How many answers are kept at most, in memory; 10,000 by default. */
    public final B cacheMaxEntries(long most) {
        cacheMaxEntries = most;
        return self();
    }

    /**
     * How long after its time an answer is still given at once while a newer one is asked for in the background, by one
     * call however many ask (RFC 5861 section 3); not at all by default.
     */
    public final B staleWhileRevalidate(Duration span) {
        staleWhileRevalidate = Objects.requireNonNull(span, "staleWhileRevalidate");
        return self();
    }

    /** How long after its time an answer is still given when the upstream fails (RFC 5861 section 4); not at all by default. */
    public final B staleIfError(Duration span) {
        staleIfError = Objects.requireNonNull(span, "staleIfError");
        return self();
    }

    /** How long it is remembered that the upstream has no answer for a key; not at all by default. */
    public final B negativeTtl(Duration span) {
        negativeTtl = Objects.requireNonNull(span, "negativeTtl");
        return self();
    }

    /**
     * How many further attempts there may be for each call, over all calls of the last ten seconds: 0.2 by default, so that
     * an upstream in trouble gets at most a fifth more than its usual load.
     *
     * @param share from 0, none but the floor, to 9; more is no limit, see {@link #withoutRetryBudget}
     */
    public final B retryBudget(double share) {
        retryBudget = share;
        return self();
    }

    /** Any number of further attempts, up to {@link #attempts} for each call. */
    public final B withoutRetryBudget() {
        retryBudget = Double.POSITIVE_INFINITY;
        return self();
    }

    /** How many further attempts a second there may be whatever the budget says; 10 by default. */
    public final B retryFloor(int perSecond) {
        retryFloor = perSecond;
        return self();
    }

    /** Our own limits towards the provider, attempts included; what is beyond is refused at once. None by default. */
    public final B rateLimit(List<CallRate> limits) {
        rates = List.copyOf(limits);
        return self();
    }

    /** How much of its deadline a call must have left for an attempt to be worth it; any by default. */
    public final B minimumTime(Duration span) {
        minimumTime = Objects.requireNonNull(span, "minimumTime");
        return self();
    }

    /** The request header that tells the upstream how many milliseconds are left; none is sent by default. */
    public final B deadlineHeader(String headerName) {
        deadlineHeader = Objects.requireNonNull(headerName, "deadlineHeader");
        return self();
    }

    /**
     * A file that throws the kill switch while it is there, unless it says {@code false}, {@code 0}, {@code no} or {@code
     * off}; looked at every 50 milliseconds. None by default.
     */
    public final B disabledFile(Path file) {
        disabledFile = Objects.requireNonNull(file, "disabledFile");
        return self();
    }

    /** Whether the kill switch is thrown at the start; it is not by default. */
    public final B disabled(boolean thrown) {
        disabled = thrown;
        return self();
    }

    final UpstreamPolicy toPolicy() {
        UpstreamChecks.check(this);
        return new UpstreamPolicy(this);
    }

    abstract B self();
}
