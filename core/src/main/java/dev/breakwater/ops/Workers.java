/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.FaultReporter;
import dev.breakwater.exchange.TimeSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads of the second port, which no client can keep. The JDK's server reads and writes on them, and waits for a
 * slow client as long as it takes: its own limits are system properties, and not a library's to set. So whoever takes
 * too long is cut off here: after {@value #PATIENCE_SECONDS} seconds in any case, and almost at once if it is a request
 * that does not arrive while others wait for a thread. What waits is bounded; more than that is cut off unread. Threads
 * end when they are idle. Safe for use by many threads.
 */
final class Workers implements Executor, AutoCloseable {
    static final int THREADS = 4;
    static final int WAITING = 64;
    static final int PATIENCE_SECONDS = 10;

    private static final int IDLE_SECONDS = 30;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    private static final long WATCH_MILLIS = 50;
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS);

    private final TimeSource time;
    private final ScheduledExecutorService timer;
    private final FaultReporter faults;
    private final ThreadPoolExecutor pool;
    private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();
    private final AtomicBoolean watched = new AtomicBoolean();

    Workers(TimeSource time, ScheduledExecutorService timer) {
        this.time = time;
        this.timer = timer;
        faults = new FaultReporter(time);
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "breakwater-ops");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** The request that the calling thread waits for is there: from now on its client is not slow. */
    void requestIsRead() {
        mine().waitsForClient(false);
    }

    /** The answer is written: if anything is still waited for, it is the rest of the request. */
    void requestIsAnswered() {
        mine().waitsForClient(true);
    }

    /** How many threads are at work. */
    int running() {
        return turns.size();
    }

    private Turn mine() {
        Turn turn = turns.get(Thread.currentThread());
        if (turn == null) {
            throw new IllegalStateException("not a thread of the second port");
        }
        return turn;
    }

    @Override
    public void execute(Runnable work) {
        try {
            pool.execute(() -> run(work));
            watch();
        } catch (RejectedExecutionException full) {
            abandon(work);
        }
    }

    private void run(Runnable work) {
        Turn turn = new Turn(Thread.currentThread(), time.nanoTime());
        turns.put(turn.thread, turn);
        try {
            work.run();
        } catch (RuntimeException broken) {
            faults.report("the server of ops.port", broken);
            abandon(work);
        } finally {
            turns.remove(turn.thread);
            turn.end();
        }
    }

    // Only the work itself can close its connection, and does so when it is interrupted while it reads or writes. To be
    // interrupted beforehand makes it do nothing else: a channel refuses a thread that is.
    private static void abandon(Runnable work) {
        Thread.currentThread().interrupt();
        try {
            work.run();
        } catch (RuntimeException brokenAgain) {
            // It had its chance.
        } finally {
            Thread.interrupted();
        }
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            try {
                Future<?> unused = timer.schedule(this::look, WATCH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                watched.set(false);
            }
        }
    }

    private void look() {
        boolean othersWait = !pool.getQueue().isEmpty();
        long now = time.nanoTime();
        turns.values().forEach(turn -> turn.cutOffIfSlow(now, othersWait));
        watched.set(false);
        if (othersWait || !turns.isEmpty()) {
            watch();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** One piece of work on one thread. */
    private static final class Turn {
        private final Thread thread;
        private final long since;
        private boolean waitsForClient = true;
        private boolean ended;

        Turn(Thread thread, long since) {
            this.thread = thread;
            this.since = since;
        }

        synchronized void waitsForClient(boolean waits) {
            waitsForClient = waits;
        }

        // Under the lock, so that the interrupt hits this turn and not the thread's next one.
        synchronized void cutOffIfSlow(long now, boolean othersWait) {
            long taken = now - since;
            if (!ended && (taken > PATIENCE_NANOS || (othersWait && waitsForClient && taken > GRACE_NANOS))) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            ended = true;
            Thread.interrupted();
        }
    }
}
