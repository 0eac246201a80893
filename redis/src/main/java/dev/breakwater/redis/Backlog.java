/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Redis is still to be told, once it is there again: in the order in which it could not be told, one after the other,
 * on a thread that is there while there is something. Bounded; safe for use by many threads.
 */
final class Backlog implements AutoCloseable {
    /** How much is remembered at most. */
    static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_TRIES = 3;
    private static final long LONGEST_ANSWER_SECONDS = 60;

    /**
     * One thing to tell.
     *
     * @param ask tells it; may be done several times
     * @param notBefore by {@link TimeSource#nanoTime}, when at the earliest
     * @param until when at the latest
     */
    record Item(Supplier<CompletableFuture<?>> ask, long notBefore, long until) {}

    private final Link link;
    private final TimeSource time;
    private final ConcurrentLinkedQueue<Item> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean closed;
    // Guarded by this object's monitor.
    private @Nullable Thread thread;
    // The thread's own.
    private int tries;
    private long complained;

    Backlog(Link link, TimeSource time) {
        this.link = link;
        this.time = time;
    }

    /** Remembers this, unless there is too much already. */
    void add(Item item) {
        if (closed || size.incrementAndGet() > MOST) {
            size.decrementAndGet();
            lost.incrementAndGet();
            return;
        }
        items.add(item);
        start();
    }

    /** How much is still to be told. */
    int size() {
        return size.get();
    }

    /** Tells nobody any more. */
    @Override
    public void close() {
        closed = true;
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null) {
            running.interrupt();
            Threads.join(running);
        }
        lost.addAndGet(size.getAndSet(0));
        items.clear();
        sayWhatIsLost();
    }

    private synchronized void start() {
        if (thread == null && !closed) {
            thread = new Thread(this::run, "breakwater-redis-budgets");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            while (!closed) {
                if (isOver(items.peek())) {
                    return;
                }
            }
        } catch (InterruptedException ended) {
            // By close().
        }
    }

    /** Takes the next step; whether there is none. */
    private boolean isOver(@Nullable Item first) throws InterruptedException {
        try {
            if (first == null) {
                return isOver();
            }
            if (isDone(first)) {
                items.remove(first);
                size.decrementAndGet();
            }
        } catch (RuntimeException | Error broken) {
            // The thread is the only one, and goes on.
            complain(broken);
            TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
        }
        return false;
    }

    private void complain(Throwable broken) {
        // Not the store's clock, which may be what is broken.
        long now = time.nanoTime();
        boolean aloud = complained == 0 || now - complained >= QUIET_NANOS;
        complained = aloud ? now : complained;
        Threads.complain(LOG, broken, aloud, () -> {});
    }

    // Asked again under the lock, now that whoever adds something starts another thread.
    private synchronized boolean isOver() {
        if (!items.isEmpty()) {
            return false;
        }
        sayWhatIsLost();
        thread = null;
        return true;
    }

    /** Whether there is nothing left to do about this: it was told, or it never will be. */
    private boolean isDone(Item item) throws InterruptedException {
        long now = time.nanoTime();
        if (now - item.until() >= 0) {
            lost.incrementAndGet();
            return true;
        }
        if (link.away() != null || now - item.notBefore() < 0) {
            TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
            return false;
        }
        Fault fault = ask(item);
        if (fault == null) {
            tries = 0;
            return true;
        }
        return isHopeless(fault);
    }

    private @Nullable Fault ask(Item item) throws InterruptedException {
        try {
            // The question has a limit of its own; this one is for when that fails.
            item.ask().get().get(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException failed) {
            return Fault.of(failed);
        } catch (TimeoutException late) {
            return Fault.TIMEOUT;
        } catch (RuntimeException broken) {
            return Fault.broken(broken);
        }
    }

    // A question that Redis does not like is in nobody's way for ever.
    private boolean isHopeless(Fault fault) throws InterruptedException {
        boolean wrong = fault.kind() == Fault.Kind.QUESTION && link.away() == null;
        if (wrong && ++tries >= MOST_TRIES) {
            tries = 0;
            lost.incrementAndGet();
            return true;
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
        return false;
    }

    private void sayWhatIsLost() {
        int count = lost.getAndSet(0);
        if (count > 0) {
            LOG.warn(
                    "Breakwater: {} settlements of budgets could not be told to Redis: what was held counts in full,"
                            + " and what was not held does not count",
                    count);
        }
    }
}
