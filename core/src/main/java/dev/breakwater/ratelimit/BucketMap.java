/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.Collections;
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
 * <p>Callers who have a bucket take no lock here and never wait for those who have none.
 */
final class BucketMap {
    private static final int LOOKS = 8;

    private final Map<String, PolicyBuckets> policies = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong orders = new AtomicLong();
    private final ReentrantLock sweeping = new ReentrantLock();
    private volatile int maxKeys;

    // Where the hand is; guarded by sweeping.
    private Iterator<PolicyBuckets> round = Collections.emptyIterator();
    private @Nullable PolicyBuckets swept;
    private Iterator<LocalBucket> hand = Collections.emptyIterator();

    BucketMap(int maxKeys) {
        this.maxKeys = maxKeys;
    }

    int size() {
        return size.get();
    }

    /** From now on there is room for so many. If there are more, full ones are dropped now and whenever one is found. */
    void resize(int keys, long now) {
        maxKeys = keys;
        sweeping.lock();
        try {
            for (PolicyBuckets buckets : policies.values()) {
                dropFull(buckets, now);
            }
        } finally {
            sweeping.unlock();
        }
    }

    private void dropFull(PolicyBuckets buckets, long now) {
        Iterator<LocalBucket> all = buckets.iterator();
        while (size.get() > maxKeys && all.hasNext()) {
            drop(buckets, all.next(), now);
        }
    }

    /** The bucket to charge; ask {@link #isCurrent} once it is locked. */
    LocalBucket find(Charge charge, long now) {
        PolicyBuckets buckets = policies.get(charge.policy().id());
        LocalBucket bucket = buckets == null ? null : buckets.own(charge.caller());
        return bucket == null ? enter(charge, now) : bucket;
    }

    /** Whether a bucket that has been found, and locked since, is still the one to charge. */
    boolean isCurrent(LocalBucket bucket, Charge charge) {
        if (bucket.caller() == null) {
            return of(charge).own(charge.caller()) == null;
        }
        if (bucket.isDropped()) {
            forget(of(charge), bucket);
            return false;
        }
        return true;
    }

    private PolicyBuckets of(Charge charge) {
        return policies.computeIfAbsent(charge.policy().id(), id -> new PolicyBuckets());
    }

    private LocalBucket enter(Charge charge, long now) {
        PolicyBuckets buckets = of(charge);
        LocalBucket common = shared(buckets, charge, now);
        if (!reserve() && !(sweep(now) && reserve())) {
            return common;
        }
        if (!buckets.enter(charge.caller(), common, orders.incrementAndGet(), now)) {
            size.decrementAndGet();
        }
        LocalBucket own = buckets.own(charge.caller());
        return own == null ? common : own;
    }

    private LocalBucket shared(PolicyBuckets buckets, Charge charge, long now) {
        LocalBucket there = buckets.shared(charge.caller());
        if (there != null) {
            return there;
        }
        LocalBucket full =
                LocalBucket.shared(orders.incrementAndGet(), charge.policy().bucket(), now);
        return buckets.shared(charge.caller(), full);
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
                dropped |= look(now);
            }
            return dropped;
        } finally {
            sweeping.unlock();
        }
    }

    private boolean look(long now) {
        if (swept != null && hand.hasNext()) {
            return drop(swept, hand.next(), now);
        }
        if (!round.hasNext()) {
            round = policies.values().iterator();
        }
        swept = round.next();
        hand = swept.iterator();
        return false;
    }

    private boolean drop(PolicyBuckets buckets, LocalBucket bucket, long now) {
        synchronized (bucket) {
            if (bucket.isDropped() || !bucket.dropIfFull(now)) {
                return false;
            }
        }
        forget(buckets, bucket);
        return true;
    }

    // By whoever comes first, so that nobody has to wait for the one who dropped it.
    private void forget(PolicyBuckets buckets, LocalBucket bucket) {
        CallerId caller = bucket.caller();
        if (caller != null && buckets.remove(caller, bucket)) {
            size.decrementAndGet();
        }
    }
}
