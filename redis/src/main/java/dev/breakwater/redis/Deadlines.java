/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.exchange.TimeSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls that take too long, on a thread of its own. All have the same time, so the first to start is the first to
 * end: a queue will do, which costs a call one node and no lock, and the thread sleeps until the first one's time is up.
 */
final class Deadlines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    // Who wakes up this late was held up, by a collection say, and those who bring answers were, too: as long as they
    // bring some that lie there, they get moments to do so, but no more than this in all.
    private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MOST_MOMENTS = 10;

    private final Queue<Call<?>> calls = new ConcurrentLinkedQueue<>();
    private final TimeSource time;
    private final Thread thread = new Thread(this::run, "breakwater-redis-deadlines");
    private volatile boolean idle;
    private volatile boolean closed;
    private boolean brokenSaid;

    Deadlines(TimeSource time) {
        this.time = time;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Watches over a call until it has an answer or its time is up. */
    void watch(Call<?> call) {
        calls.add(call);
        forgetDone();
        if (idle) {
            idle = false;
            LockSupport.unpark(thread);
        }
    }

    // Two for each that comes, so that what has been answered does not stay until the first one's time is up. Others do
    // so at the same time, so each is removed by what it is, not by where it stands.
    private void forgetDone() {
        for (int i = 0; i < 2; i++) {
            Call<?> first = calls.peek();
            if (first == null || !first.isDone()) {
                return;
            }
            calls.remove(first);
        }
    }

    /** How many are being watched, done or not. */
    int size() {
        return calls.size();
    }

    /** Ends the thread. Whatever is still being watched fails. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
        for (Call<?> call = calls.poll(); call != null; call = calls.poll()) {
            call.abandon();
        }
    }

    private void run() {
        while (!closed) {
            Call<?> first = calls.peek();
            if (first == null) {
                idle();
            } else if (first.isDone()) {
                calls.remove(first);
            } else {
                waitFor(first);
            }
        }
    }

    private void idle() {
        idle = true;
        // Asked again, now that whoever adds one knows that this thread must be woken.
        if (calls.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
    }

    private void waitFor(Call<?> call) {
        long left = call.deadline() - time.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(this, left);
            return;
        }
        long now = time.nanoTime();
        boolean stalled = -left > STALLED_NANOS;
        if (stalled) {
            letArrive(now);
        }
        // Not those whose time ran out meanwhile: they get their moments, too.
        expireAll(now, stalled ? Fault.STALLED : Fault.TIMEOUT);
    }

    private void letArrive(long now) {
        for (int i = 0; i < MOST_MOMENTS && isAnyLate(now) && !closed; i++) {
            LockSupport.parkNanos(this, MOMENT_NANOS);
        }
    }

    private boolean isAnyLate(long now) {
        for (Call<?> call : calls) {
            if (call.deadline() - now > 0) {
                return false;
            }
            if (!call.isDone()) {
                return true;
            }
        }
        return false;
    }

    private void expireAll(long now, Fault why) {
        for (Call<?> call = calls.peek();
                call != null && (call.isDone() || call.deadline() - now <= 0);
                call = calls.peek()) {
            calls.remove(call);
            expire(call, why);
        }
    }

    // Whatever goes wrong, even out of memory: without this thread other calls would wait for ever.
    private void expire(Call<?> call, Fault why) {
        try {
            call.expire(why);
        } catch (Throwable error) {
            Threads.complain(LOG, error, !brokenSaid, () -> {});
            brokenSaid = true;
        }
    }
}
