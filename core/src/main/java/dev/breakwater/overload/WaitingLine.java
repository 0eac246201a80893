/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, each kind by age. All wait equally long, so the oldest is also the first to give up. Used under the limiter's
 * lock.
 *
 * <p>Critical waiters are served oldest first, which loses the fewest of them as long as the service can serve them all.
 * Ordinary ones are served newest first: under overload as many are served in either order, but these have waited for
 * the shortest time, while the oldest would all be served on the verge of their deadline.
 */
final class WaitingLine {
    private final Deque<Waiter> critical = new ArrayDeque<>();
    private final Deque<Waiter> ordinary = new ArrayDeque<>();

    void add(Waiter waiter) {
        (waiter.isCritical() ? critical : ordinary).addLast(waiter);
    }

    boolean remove(Waiter waiter) {
        return (waiter.isCritical() ? critical : ordinary).remove(waiter);
    }

    int critical() {
        return critical.size();
    }

    @Nullable
    Waiter pollCritical() {
        return critical.pollFirst();
    }

    @Nullable
    Waiter pollOrdinary() {
        return ordinary.pollLast();
    }

    /** Takes out the ordinary waiter that has the least time left. */
    @Nullable
    Waiter pollDisplaced() {
        return ordinary.pollFirst();
    }

    /** Takes out one whose deadline has come, or returns null. */
    @Nullable
    Waiter pollDue(long now) {
        Waiter due = pollDue(critical, now);
        return due == null ? pollDue(ordinary, now) : due;
    }

    private static @Nullable Waiter pollDue(Deque<Waiter> waiters, long now) {
        Waiter oldest = waiters.peekFirst();
        return oldest != null && oldest.isDue(now) ? waiters.pollFirst() : null;
    }

    /** The one whose deadline comes first. */
    @Nullable
    Waiter first() {
        Waiter one = critical.peekFirst();
        Waiter other = ordinary.peekFirst();
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.deadline() - other.deadline() <= 0 ? one : other;
    }

    void waitNoLongerThan(long nanos, long now) {
        critical.forEach(waiter -> waiter.waitNoLongerThan(nanos, now));
        ordinary.forEach(waiter -> waiter.waitNoLongerThan(nanos, now));
    }
}
