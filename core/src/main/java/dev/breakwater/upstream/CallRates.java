/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.TimeSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Our own limits towards a provider: one token bucket for each rate, kept as the time when it will be full again (the
 * generic cell rate algorithm of ITU-T I.371), so that one number is all there is to change. Safe for use by many threads,
 * and without locks.
 */
final class CallRates {
    private final TimeSource time;
    private final long origin;
    private final Bucket[] buckets;

    /** Full ones. */
    CallRates(List<CallRate> rates, TimeSource time) {
        this(rates, time, time.nanoTime(), null);
    }

    private CallRates(List<CallRate> rates, TimeSource time, long origin, @Nullable CallRates last) {
        this.time = time;
        this.origin = origin;
        buckets = new Bucket[rates.size()];
        for (int i = 0; i < buckets.length; i++) {
            Bucket kept = last == null ? null : last.bucket(rates.get(i));
            buckets[i] = kept == null ? new Bucket(rates.get(i)) : kept;
        }
    }

    /** Others; what stays the same stays as full as it is. */
    CallRates replacedBy(List<CallRate> rates) {
        return new CallRates(rates, time, origin, this);
    }

    private @Nullable Bucket bucket(CallRate rate) {
        for (Bucket bucket : buckets) {
            if (bucket.rate.equals(rate)) {
                return bucket;
            }
        }
        return null;
    }

    boolean areNone() {
        return buckets.length == 0;
    }

    /** How long it is until all of them have one; zero or less if they do. */
    long waitNanos() {
        long now = now();
        long longest = 0;
        for (Bucket bucket : buckets) {
            longest = Math.max(longest, bucket.waitNanos(now));
        }
        return longest;
    }

    /** Takes one of each, or none of any. */
    boolean tryTake() {
        long now = now();
        for (int i = 0; i < buckets.length; i++) {
            if (!buckets[i].tryTake(now)) {
                giveBack(i);
                return false;
            }
        }
        return true;
    }

    private void giveBack(int taken) {
        for (int i = 0; i < taken; i++) {
            buckets[i].giveBack();
        }
    }

    private long now() {
        return time.nanoTime() - origin;
    }

    private static final class Bucket {
        private final CallRate rate;
        private final long tokenNanos;
        private final long depthNanos;
        private final AtomicLong fullAt = new AtomicLong();

        Bucket(CallRate rate) {
            this.rate = rate;
            long window = rate.window().toNanos();
            long count = Math.min(rate.count(), window);
            // Rounded up: rather a little slower than a little faster than the provider allows.
            tokenNanos = (window + count - 1) / count;
            depthNanos = tokenNanos * count;
        }

        boolean tryTake(long now) {
            while (true) {
                long full = fullAt.get();
                long next = Math.max(full, now) + tokenNanos;
                if (next - now > depthNanos) {
                    return false;
                }
                if (fullAt.compareAndSet(full, next)) {
                    return true;
                }
            }
        }

        void giveBack() {
            fullAt.addAndGet(-tokenNanos);
        }

        long waitNanos(long now) {
            return Math.max(fullAt.get() - now, 0) + tokenNanos - depthNanos;
        }
    }
}
