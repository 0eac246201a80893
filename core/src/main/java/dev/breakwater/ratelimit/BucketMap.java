/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The buckets, at most so many. When there is no room for another, a hand goes round and drops full buckets, a few at a
 * time: a full bucket and a new one are the same to their caller. While no full one is found, new callers share overflow
 * buckets, chosen by hash. Nobody who is being limited is ever forgotten, and nobody gets fresh quota: a caller who moves
 * from the overflow to a bucket of its own takes the level along.
 *
 * <p>Only the requests of one caller that are in flight during such a move may be counted in either bucket.
 */
final class BucketMap {
    private static final int OVERFLOW = 64;
    private static final int LOOKS = 8;

    private final Map<Key, LocalBucket> live = new ConcurrentHashMap<>();
    private final Map<Key, LocalBucket> overflow = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong orders = new AtomicLong();
    private final int maxKeys;
    private final ReentrantLock sweeping = new ReentrantLock();
    private Iterator<Map.Entry<Key, LocalBucket>> hand = live.entrySet().iterator();

    BucketMap(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    int size() {
        return size.get();
    }

    /** The bucket to charge. It may be dropped before it is locked; then it must be asked for again. */
    LocalBucket find(Charge charge, long now) {
        Key key = new Key(charge.policy().id(), charge.caller());
        LocalBucket bucket = live.get(key);
        return bucket == null ? enter(key, charge.policy(), now) : bucket;
    }

    private LocalBucket enter(Key key, RateLimitPolicy policy, long now) {
        Key shared = new Key(key.policy, CallerId.shared(Math.floorMod(key.caller.hashCode(), OVERFLOW)));
        if (!reserve() && !(sweep(now) && reserve())) {
            return overflow.computeIfAbsent(shared, slot -> full(policy, now));
        }
        LocalBucket own = entrant(overflow.get(shared), policy, now);
        LocalBucket earlier = live.putIfAbsent(key, own);
        if (earlier != null) {
            size.decrementAndGet();
        }
        return earlier == null ? own : earlier;
    }

    private LocalBucket entrant(@Nullable LocalBucket shared, RateLimitPolicy policy, long now) {
        if (shared == null) {
            return full(policy, now);
        }
        synchronized (shared) {
            return shared.copy(orders.incrementAndGet());
        }
    }

    private LocalBucket full(RateLimitPolicy policy, long now) {
        return LocalBucket.full(orders.incrementAndGet(), policy.bucket(), now);
    }

    private boolean reserve() {
        int taken = size.get();
        while (taken < maxKeys) {
            if (size.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = size.get();
        }
        return false;
    }

    /** Looks at the next few buckets; whether one could be dropped. Bounded work, and never for two threads at once. */
    private boolean sweep(long now) {
        if (!sweeping.tryLock()) {
            return false;
        }
        try {
            boolean dropped = false;
            for (int i = 0; i < LOOKS; i++) {
                if (!hand.hasNext()) {
                    hand = live.entrySet().iterator();
                }
                dropped |= hand.hasNext() && drop(hand.next(), now);
            }
            return dropped;
        } finally {
            sweeping.unlock();
        }
    }

    private boolean drop(Map.Entry<Key, LocalBucket> entry, long now) {
        LocalBucket bucket = entry.getValue();
        synchronized (bucket) {
            if (bucket.isDropped() || !bucket.dropIfFull(now)) {
                return false;
            }
        }
        live.remove(entry.getKey(), bucket);
        size.decrementAndGet();
        return true;
    }

    private record Key(String policy, CallerId caller) {}
}
