/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one policy: one for each caller who has one of its own, and some that all others share. A caller's
 * first bucket of its own is a copy of the shared one, made under that one's lock: so whoever holds the lock of a shared
 * bucket and finds that the caller has no other one can be sure that what it takes will be copied along.
 */
final class PolicyBuckets {
    static final int SHARED = 64;

    private final Map<CallerId, LocalBucket> own = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable LocalBucket> shared = new AtomicReferenceArray<>(SHARED);

    @Nullable
    LocalBucket own(CallerId caller) {
        return own.get(caller);
    }

    /** The bucket that this caller shares with others. */
    LocalBucket shared(CallerId caller, LocalBucket candidate) {
        LocalBucket there = shared.compareAndExchange(slot(caller), null, candidate);
        return there == null ? candidate : there;
    }

    @Nullable
    LocalBucket shared(CallerId caller) {
        return shared.get(slot(caller));
    }

    private static int slot(CallerId caller) {
        return caller.hashCode() & SHARED - 1;
    }

    /** Gives the caller a bucket of its own; whether it had none. */
    boolean enter(CallerId caller, LocalBucket common, long order, long now) {
        synchronized (common) {
            return own.putIfAbsent(caller, common.copyFor(caller, order, now)) == null;
        }
    }

    /** Whether it was there until now. */
    boolean remove(CallerId caller, LocalBucket bucket) {
        return own.remove(caller, bucket);
    }

    Iterator<LocalBucket> iterator() {
        return own.values().iterator();
    }
}
