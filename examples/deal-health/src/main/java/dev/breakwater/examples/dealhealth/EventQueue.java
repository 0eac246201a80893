/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait to be processed, those that wait to be tried again, and those that were given up. All three are
 * bounded. An event whose id is known, waiting, being processed, given up or among the last that were processed, is not
 * taken again. Whatever changes is in the {@link Journal} first, so that the next start begins where this one ended; what
 * cannot be written there changes nothing, and throws a {@link JournalException}. Safe for use by many threads.
 */
final class EventQueue implements AutoCloseable {
    private static final int REMEMBERED = 100_000;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Attempt> due = new PriorityQueue<>(EventQueue::compare);
    private final Map<String, Long> open = new LinkedHashMap<>();
    private final Map<String, DeadLetter> dead = new LinkedHashMap<>();
    private final Set<String> finished = new LinkedHashSet<>();
    private final int capacity;
    private final int deadLetters;
    private final LongSupplier nanos;
    private Journal journal;
    private long entered;
    private boolean closed;

    /**
     * An event to be processed.
     *
     * @param event which
     * @param number 1 the first time
     * @param dueNanos not before this time
     * @param order among those of the same time, the lowest first
     */
    record Attempt(Event event, int number, long dueNanos, long order) {}

    /** What became of an event that was offered. */
    enum Taken {
        /** It waits. */
        ACCEPTED,
        /** It has come before. */
        KNOWN,
        /** There is no room. */
        FULL,
        /** It cannot be written down. */
        UNWRITTEN,
        /** The service stops. */
        CLOSED
    }

    EventQueue(int capacity, int deadLetters, Journal journal, LongSupplier nanos) {
        this.capacity = capacity;
        this.deadLetters = deadLetters;
        this.journal = journal;
        this.nanos = nanos;
        replay(journal.replayed());
    }

    private void replay(Journal.Replayed left) {
        lock.lock();
        try {
            left.waiting().values().forEach(event -> enter(event, 1, nanos.getAsLong()));
            dead.putAll(left.dead());
        } finally {
            lock.unlock();
        }
    }

    // By the difference, since System.nanoTime may pass from the highest number to the lowest.
    private static int compare(Attempt one, Attempt other) {
        int byTime = Long.compare(one.dueNanos() - other.dueNanos(), 0);
        return byTime == 0 ? Long.compare(one.order(), other.order()) : byTime;
    }

    Taken offer(Event event) {
        lock.lock();
        try {
            if (open.containsKey(event.id()) || dead.containsKey(event.id()) || finished.contains(event.id())) {
                return Taken.KNOWN;
            }
            if (closed) {
                return Taken.CLOSED;
            }
            if (open.size() >= capacity) {
                return Taken.FULL;
            }
            journal.accepted(event);
            enter(event, 1, nanos.getAsLong());
            return Taken.ACCEPTED;
        } catch (JournalException unwritten) {
            return Taken.UNWRITTEN;
        } finally {
            lock.unlock();
        }
    }

    private void enter(Event event, int number, long dueNanos) {
        open.putIfAbsent(event.id(), nanos.getAsLong());
        due.add(new Attempt(event, number, dueNanos, entered++));
        changed.signal();
    }

    /** The next event whose time has come; null if there is none. */
    @Nullable
    Attempt poll() {
        lock.lock();
        try {
            Attempt next = due.peek();
            return next == null || next.dueNanos() - nanos.getAsLong() > 0 ? null : due.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next event whose time has come; null when the queue has been closed. */
    @Nullable
    Attempt take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Attempt next = due.peek();
                long wait = next == null ? Long.MAX_VALUE : next.dueNanos() - nanos.getAsLong();
                if (wait <= 0) {
                    return due.poll();
                }
                long unused = changed.awaitNanos(Math.min(wait, TimeUnit.SECONDS.toNanos(1)));
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** It has been processed. */
    void done(Attempt attempt) {
        lock.lock();
        try {
            journal.done(attempt.event().id());
            finish(attempt.event().id());
        } finally {
            lock.unlock();
        }
    }

    private void finish(String id) {
        open.remove(id);
        finished.add(id);
        if (finished.size() > REMEMBERED) {
            finished.remove(finished.iterator().next());
        }
        changed.signalAll();
    }

    /** It is to be tried again after a while; the same attempt if that was not its fault, otherwise the next. */
    void again(Attempt attempt, boolean same, Duration wait) {
        lock.lock();
        try {
            enter(attempt.event(), same ? attempt.number() : attempt.number() + 1, nanos.getAsLong() + wait.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /**
     * It is given up.
     *
     * @return the oldest one that was given up, if it had to make room
     */
    @Nullable
    DeadLetter bury(Attempt attempt, String cause, Instant now) {
        lock.lock();
        try {
            String id = attempt.event().id();
            DeadLetter letter = new DeadLetter(attempt.event(), cause, attempt.number(), now);
            journal.dead(letter);
            open.remove(id);
            dead.put(id, letter);
            changed.signalAll();
            return dead.size() > deadLetters ? forgetOldest() : null;
        } finally {
            lock.unlock();
        }
    }

    private DeadLetter forgetOldest() {
        DeadLetter oldest = dead.values().iterator().next();
        dead.remove(oldest.event().id());
        try {
            journal.done(oldest.event().id());
        } catch (JournalException unwritten) {
            // Then the next start knows one more.
        }
        return oldest;
    }

    /** Those that were given up, the oldest first. */
    List<DeadLetter> deadLetters() {
        lock.lock();
        try {
            return new ArrayList<>(dead.values());
        } finally {
            lock.unlock();
        }
    }

    /** Has one that was given up processed anew; room for it is not asked for. False if there is none of this id. */
    boolean redrive(String id) {
        lock.lock();
        try {
            DeadLetter letter = closed ? null : dead.get(id);
            if (letter == null) {
                return false;
            }
            journal.accepted(letter.event());
            dead.remove(id);
            enter(letter.event(), 1, nanos.getAsLong());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait or are being processed. */
    int depth() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    int capacity() {
        return capacity;
    }

    /** How many have been given up. */
    int dead() {
        lock.lock();
        try {
            return dead.size();
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing can be written into the journal; null if it can. */
    @Nullable
    String journalFault() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return journal.fault();
        } finally {
            lock.unlock();
        }
    }

    /** For how long the one that has waited longest has. */
    Duration age() {
        lock.lock();
        try {
            return open.isEmpty()
                    ? Duration.ZERO
                    : Duration.ofNanos(
                            nanos.getAsLong() - open.values().iterator().next());
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is waiting or being processed, but not for longer than this. */
    void awaitEmpty(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!open.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                long unused = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes and gives nothing more; hears of what is still being processed. */
    void stop() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops, and closes the journal, in which what is left remains. */
    @Override
    public void close() {
        stop();
        lock.lock();
        try {
            journal.close();
            // Whatever ends now ends too late to be told: the next start does it again, which changes nothing.
            journal = Journal.none();
        } finally {
            lock.unlock();
        }
    }
}
