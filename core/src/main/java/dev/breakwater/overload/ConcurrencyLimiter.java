/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.overload.OverloadDecision.Outcome;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most so many requests be in flight. A permit is taken with one compare-and-set while there is room and nobody
 * waits; the lock is for those who wait and for whoever serves them. It outlives the policies it is used with, so that
 * what is in flight stays counted when they change. Safe for use by many threads.
 */
public final class ConcurrencyLimiter implements AutoCloseable {
    private final TimeSource time;
    private final ScheduledExecutorService timer;
    private final AtomicLong occupancy = new AtomicLong();
    private final AtomicInteger peak = new AtomicInteger();
    private final CriticalReserve reserve = new CriticalReserve();
    private volatile Limits limits = Limits.NONE;

    // Whoever begins or ends a wait holds the lock. So does whoever lets somebody in while others wait.
    private final ReentrantLock lock = new ReentrantLock();
    private final WaitingLine line = new WaitingLine();
    private @Nullable Alarm alarm;
    private boolean closed;

    /**
     * Counts, and limits nothing yet.
     *
     * @param timer ends waits; belongs to the caller
     */
    public ConcurrencyLimiter(TimeSource time, ScheduledExecutorService timer) {
        this.time = time;
        this.timer = timer;
    }

    /**
     * What it is like at one moment.
     *
     * @param inFlight requests in flight
     * @param critical the critical ones among them
     * @param waiting requests that wait for their turn
     * @param peak the most that have been in flight at once
     * @param limit how many may be in flight; {@link Integer#MAX_VALUE} if there is no limit
     */
    public record Load(int inFlight, int critical, int waiting, int peak, int limit) {}

    /** The present load. */
    public Load load() {
        long word = occupancy.get();
        return new Load(
                Occupancy.inFlight(word),
                Occupancy.critical(word),
                Occupancy.waiting(word),
                peak.get(),
                limits.maxConcurrent());
    }

    /**
     * From now on this policy's numbers hold; with none, nothing is kept from entering. A limit below what is in flight
     * takes nothing away: nobody enters until enough have left.
     */
    public void use(@Nullable OverloadPolicy policy) {
        underLock((turns, now) -> {
            limits = policy == null ? Limits.NONE : policy.limits();
            serve(turns, now);
            line.waitNoLongerThan(limits.maxWaitNanos(), now);
            expire(turns, now);
            alarm = null;
            wake(turns, now);
        });
    }

    /** Ends all waits; from now on nobody waits. Requests are counted and limited as before. */
    @Override
    public void close() {
        underLock((turns, now) -> {
            closed = true;
            line.waitNoLongerThan(0, now);
            expire(turns, now);
        });
    }

    /** A permit whether there is room or not: what runs is counted. */
    Permit enter(boolean critical) {
        return entered(occupancy.addAndGet(Occupancy.one(critical)), critical);
    }

    /** A permit, or null if there is no room or somebody waits. */
    @Nullable
    Permit tryEnter(boolean critical) {
        long word = occupancy.get();
        while (Occupancy.waiting(word) == 0 && hasRoom(word, critical)) {
            long next = word + Occupancy.one(critical);
            if (occupancy.compareAndSet(word, next)) {
                return entered(next, critical);
            }
            word = occupancy.get();
        }
        if (critical) {
            // It was needed, though it was not there.
            reserve.rise(Occupancy.critical(word) + 1);
        }
        return null;
    }

    /** Whether somebody who was not let in may wait; whoever is critical takes an ordinary waiter's place. */
    boolean mayWait(boolean critical) {
        int places = limits.places(critical);
        return critical ? places > 0 : Occupancy.waiting(occupancy.get()) < places;
    }

    /** Enters, waits or is refused, and hears of it in the end; perhaps before this returns. */
    void enterOrWait(Waiter waiter) {
        underLock((turns, now) -> {
            waiter.begin(now, limits.maxWaitNanos());
            while (!joined(waiter, turns, now)) {
                // Somebody came or left without the lock; nobody waits then.
            }
        });
    }

    /** Waits no longer, and hears nothing of it. */
    void leave(Waiter waiter) {
        underLock((turns, now) -> {
            if (line.remove(waiter)) {
                occupancy.addAndGet(-Occupancy.WAITING);
            }
        });
    }

    void release(boolean critical) {
        long word = occupancy.get();
        while (Occupancy.waiting(word) == 0) {
            long next = word - Occupancy.one(critical);
            if (occupancy.compareAndSet(word, next)) {
                left(next);
                return;
            }
            word = occupancy.get();
        }
        underLock((turns, now) -> {
            left(occupancy.addAndGet(-Occupancy.one(critical)));
            expire(turns, now);
            serve(turns, now);
        });
    }

    private Permit entered(long word, boolean critical) {
        int inFlight = Occupancy.inFlight(word);
        int most = peak.get();
        while (inFlight > most && !peak.compareAndSet(most, inFlight)) {
            most = peak.get();
        }
        if (critical) {
            reserve.rise(Occupancy.critical(word));
        }
        return new Permit(this, critical);
    }

    private void left(long word) {
        Limits now = limits;
        if (now.reserving()) {
            reserve.sink(Occupancy.critical(word), now.maxConcurrent());
        }
    }

    private boolean hasRoom(long word, boolean critical) {
        Limits now = limits;
        int most = now.maxConcurrent();
        if (Occupancy.inFlight(word) >= most) {
            return false;
        }
        return critical || !now.reserving() || Occupancy.ordinary(word) < most - reserve.of(most);
    }

    private boolean lets(long word, boolean critical) {
        return !limits.enforced() || hasRoom(word, critical);
    }

    /** Begins or ends this waiter's wait; false if the occupancy has changed meanwhile. */
    private boolean joined(Waiter waiter, Turns turns, long now) {
        boolean critical = waiter.isCritical();
        long word = occupancy.get();
        if (lets(word, critical)) {
            long next = word + Occupancy.one(critical);
            if (!occupancy.compareAndSet(word, next)) {
                return false;
            }
            turns.add(waiter, Outcome.ADMITTED, entered(next, critical), now);
            return true;
        }
        if (!hasPlace(word, critical) || !isAwake(waiter.deadline(), now)) {
            turns.add(waiter, Outcome.SHED, null, now);
            return true;
        }
        if (Occupancy.waiting(word) >= limits.places(false) && displaced(turns, now)) {
            return false;
        }
        // The very word that showed no room: whoever leaves from now on sees that somebody waits.
        if (!occupancy.compareAndSet(word, word + Occupancy.WAITING)) {
            return false;
        }
        line.add(waiter);
        return true;
    }

    private boolean hasPlace(long word, boolean critical) {
        int taken = critical ? line.critical() : Occupancy.waiting(word);
        return taken < limits.places(critical);
    }

    private boolean displaced(Turns turns, long now) {
        return end(line.pollDisplaced(), Outcome.DISPLACED, turns, now);
    }

    private void expire(Turns turns, long now) {
        while (end(line.pollDue(now), Outcome.EXPIRED, turns, now)) {
            // And the next.
        }
    }

    private boolean end(@Nullable Waiter waiter, Outcome outcome, Turns turns, long now) {
        if (waiter == null) {
            return false;
        }
        occupancy.addAndGet(-Occupancy.WAITING);
        turns.add(waiter, outcome, null, now);
        return true;
    }

    private void serve(Turns turns, long now) {
        for (Waiter next = next(); next != null; next = next()) {
            boolean critical = next.isCritical();
            long word = occupancy.addAndGet(Occupancy.one(critical) - Occupancy.WAITING);
            turns.add(next, Outcome.ADMITTED, entered(word, critical), now);
        }
    }

    private @Nullable Waiter next() {
        long word = occupancy.get();
        Waiter critical = lets(word, true) ? line.pollCritical() : null;
        return critical == null && lets(word, false) ? line.pollOrdinary() : critical;
    }

    /** Sees to it that the timer looks when the first deadline comes; false if there is no timer any more. */
    private boolean isAwake(long deadline, long now) {
        if (closed || alarm != null) {
            return !closed;
        }
        Alarm next = new Alarm();
        try {
            ScheduledFuture<?> unused = timer.schedule(next, deadline - now, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            return false;
        }
        alarm = next;
        return true;
    }

    private void wake(Turns turns, long now) {
        Waiter first = line.first();
        if (first != null && !isAwake(first.deadline(), now)) {
            line.waitNoLongerThan(0, now);
            expire(turns, now);
        }
    }

    private void underLock(Step step) {
        Turns turns = new Turns();
        lock.lock();
        try {
            step.take(turns, time.nanoTime());
        } finally {
            lock.unlock();
        }
        turns.tell();
    }

    @FunctionalInterface
    private interface Step {
        void take(Turns turns, long now);
    }

    /** Goes off at the first deadline there was when it was set; the one that has been replaced does nothing. */
    private final class Alarm implements Runnable {
        @Override
        public void run() {
            underLock((turns, now) -> {
                if (alarm == this) {
                    alarm = null;
                    expire(turns, now);
                    wake(turns, now);
                }
            });
        }
    }
}
