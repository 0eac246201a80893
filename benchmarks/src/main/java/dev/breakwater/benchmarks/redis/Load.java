/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.util.ArrayList;
import java.util.List;

/** Who comes, and what becomes of most of them. */
enum Load {
    HOT_ADMITTED(1, 1_000_000_000),
    SPREAD_ADMITTED(10_000, 1_000_000_000),
    HOT_DENIED(1, 1),
    SPREAD_DENIED(10_000, 1);

    final int callers;
    final long perHour;

    Load(int callers, long perHour) {
        this.callers = callers;
        this.perHour = perHour;
    }

    /** So many policies of so many windows each, of which the last is the one that may be in the way. */
    List<RateLimitPolicy> policies(int count, int windows) {
        List<RateLimitPolicy> policies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RateLimitPolicy.Builder builder =
                    RateLimitPolicy.builder("policy-" + i).key(CallerKey.USER);
            long each = i == count - 1 ? perHour : HOT_ADMITTED.perHour;
            policies.add(
                    builder.limits(windows == 1 ? each + " per hour" : each + " per hour; " + each * 10 + " per day")
                            .build());
        }
        return policies;
    }

    boolean isDenied() {
        return perHour < HOT_ADMITTED.perHour;
    }

    @Override
    public String toString() {
        return (callers == 1 ? "1 key" : callers + " keys") + (isDenied() ? ", denied" : ", admitted");
    }
}
