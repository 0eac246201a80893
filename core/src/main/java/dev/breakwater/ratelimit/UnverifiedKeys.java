/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which keys that nobody has verified have a bucket of their own under one policy. Whoever invents keys has fresh quota
 * with each, so one address may use {@value #PER_ADDRESS} at a time. A key gives up its place when it has been silent for
 * as long as an empty bucket takes to fill: a new key is then worth no more than the old one.
 *
 * <p>Holds {@value #IN_ALL} keys at most; beyond that no new one gets a bucket. Safe for use by many threads, one at a
 * time.
 */
final class UnverifiedKeys {
    static final int PER_ADDRESS = 100;
    static final int IN_ALL = 100_000;

    private final long nanosToFill;

    // In the order of their last use, so that the silent ones come first.
    private final Map<Use, Long> lastUses = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<CallerId, Integer> counts = new HashMap<>();

    UnverifiedKeys(RateLimitPolicy policy) {
        nanosToFill = nanosToFill(policy);
    }

    private static long nanosToFill(RateLimitPolicy policy) {
        double longest = 0;
        for (int i = 0; i < policy.limits().size(); i++) {
            Limit limit = policy.limits().get(i);
            longest = Math.max(longest, (double) limit.windowNanos() * policy.capacity(i) / limit.count());
        }
        return (long) longest;
    }

    /** Whether the key may have a bucket of its own for a request from this address. */
    synchronized boolean admit(CallerId address, CallerId key, long now) {
        forgetSilent(now);
        Use use = new Use(address, key);
        if (lastUses.replace(use, now) != null) {
            return true;
        }
        if (lastUses.size() >= IN_ALL || counts.getOrDefault(address, 0) >= PER_ADDRESS) {
            return false;
        }
        lastUses.put(use, now);
        counts.merge(address, 1, Integer::sum);
        return true;
    }

    private void forgetSilent(long now) {
        Iterator<Map.Entry<Use, Long>> eldest = lastUses.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<Use, Long> entry = eldest.next();
            if (now - entry.getValue() < nanosToFill) {
                return;
            }
            eldest.remove();
            counts.computeIfPresent(entry.getKey().address(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private record Use(CallerId address, CallerId key) {}
}
