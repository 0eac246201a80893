/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the limits of each policy, so that buckets which many machines share take over newer ones and never go back to
 * older ones. The number is the time at which this machine first met the limits: machines that start later, or are
 * reconfigured later, count as newer. The same limits met again, as after a restart, change nothing but the number. All
 * plans of a policy are of one version: a caller may go from one to another and back.
 */
final class PolicyVersions {
    private final Map<String, Version> latest = new ConcurrentHashMap<>();
    private final TimeSource time;

    PolicyVersions(TimeSource time) {
        this.time = time;
    }

    long of(RateLimitPolicy form) {
        RateLimitPolicy policy = form.owner();
        Version newest = latest.get(form.id());
        Version known = newest == null ? null : newest.of(policy);
        return known == null ? meet(form.id(), policy) : known.number();
    }

    private long meet(String bucket, RateLimitPolicy policy) {
        Version newest = latest.compute(bucket, (id, last) -> last == null ? first(policy) : after(last, policy));
        Version known = newest.of(policy);
        return known == null ? newest.number() : known.number();
    }

    private Version first(RateLimitPolicy policy) {
        return new Version(policy, time.now().toEpochMilli(), null);
    }

    private Version after(Version last, RateLimitPolicy policy) {
        if (last.of(policy) != null) {
            return last;
        }
        long next = last.policy().hasLimitsOf(policy)
                ? last.number()
                : Math.max(last.number() + 1, time.now().toEpochMilli());
        return new Version(policy, next, new Version(last.policy(), last.number(), null));
    }

    /** The one before is kept for requests that are still under way when limits change. */
    private record Version(
            RateLimitPolicy policy, long number, @Nullable Version previous) {
        @Nullable
        Version of(RateLimitPolicy wanted) {
            if (policy == wanted) {
                return this;
            }
            return previous == null ? null : previous.of(wanted);
        }
    }
}
