/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection, on a thread of its own: makes it, asks Redis while the breaker is open whether it is back, and says
 * every few seconds that this instance is there. It may wait as long as it takes; nobody waits for it.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NEXT_PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    // A connection over which nothing comes any more may look open for hours.
    private static final int SILENT_PROBES = 2;

    /** Asks over a session, without regard to the breaker. */
    interface Asker {
        /**
         * Says whether this instance is there.
         *
         * @param patient whether the answer may take as long as connecting does
         */
        CompletableFuture<?> tell(Session session, boolean here, boolean patient);
    }

    private final Connector connector;
    private final Breaker breaker;
    private final Eviction eviction;
    private final Asker asker;
    private final TimeSource time;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "breakwater-redis");

    private volatile @Nullable Session session;
    private volatile @Nullable CompletableFuture<Session> attempt;
    private volatile long roundTripNanos;
    private volatile boolean elsewhere;
    private volatile boolean closed;
    private int failures;
    private int silent;
    private boolean brokenSaid;

    Keeper(Connector connector, Breaker breaker, Eviction eviction, Asker asker, TimeSource time) {
        this.connector = connector;
        this.breaker = breaker;
        this.eviction = eviction;
        this.asker = asker;
        this.time = time;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The connection to use; null if there is none. */
    @Nullable
    Session session() {
        return session;
    }

    /** How long the last answer to a probe was under way. */
    long roundTripNanos() {
        return roundTripNanos;
    }

    /** The breaker has opened, or might have to: Redis is asked soon. */
    void wake() {
        bell.release();
    }

    /** The next attempt is to use a new connection. */
    void moveOn() {
        elsewhere = true;
    }

    /** Leaves the roll, if Redis is there to hear it, hangs up, and ends the thread. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Threads.join(thread);
        Session last = session;
        if (last != null) {
            leave(last);
            await(last.close());
        }
        if (attempt != null) {
            await(attempt);
        }
    }

    private void run() {
        try {
            while (!closed) {
                long began = time.nanoTime();
                long wait = guardedRound();
                pause(wait - (time.nanoTime() - began));
            }
        } catch (InterruptedException ended) {
            // By close().
        }
    }

    // Whatever goes wrong, even out of memory: without this thread nobody would ever ask Redis again.
    private long guardedRound() throws InterruptedException {
        try {
            return round();
        } catch (InterruptedException ended) {
            throw ended;
        } catch (Throwable error) {
            return broken(error);
        }
    }

    private long broken(Throwable error) {
        elsewhere = true;
        Threads.complain(LOG, error, !brokenSaid, () -> breaker.failed(Fault.broken(error)));
        brokenSaid = true;
        return LONGEST_WAIT_NANOS;
    }

    /** One attempt. Returns how long after its beginning the next one is due. */
    private long round() throws InterruptedException {
        Fault fault = attempt();
        if (fault != null) {
            breaker.failed(fault);
            return Math.min(FIRST_WAIT_NANOS << Math.min(failures++, 4), LONGEST_WAIT_NANOS);
        }
        failures = 0;
        breaker.answered();
        return breaker.outage() == null ? Membership.EVERY.toNanos() : NEXT_PROBE_NANOS;
    }

    private @Nullable Fault attempt() throws InterruptedException {
        Session now = session;
        if (now == null || elsewhere || !now.isOpen()) {
            hangUp(now);
            Fault fault = connect();
            if (fault != null) {
                return fault;
            }
        }
        // The first answer of all takes a while in a process that has just started, and says nothing about Redis.
        Fault first = roundTripNanos == 0 ? probe(true) : null;
        Fault fault = first == null ? probe(false) : first;
        // Nor does one that came while this process stood still.
        return Fault.STALLED.equals(fault) ? probe(true) : fault;
    }

    private @Nullable Fault connect() throws InterruptedException {
        elsewhere = false;
        silent = 0;
        CompletableFuture<Session> begun = begin();
        attempt = begun;
        try {
            use(begun.get(connector.limitNanos(), TimeUnit.NANOSECONDS));
            return null;
        } catch (ExecutionException failed) {
            return Fault.of(failed);
        } catch (TimeoutException tooLong) {
            return Fault.NO_ANSWER;
        } finally {
            // Whatever comes of it after all is not wanted any more.
            var unused = begun.thenAccept(this::discardUnlessUsed);
        }
    }

    private void discardUnlessUsed(Session made) {
        if (made != session) {
            var unused = made.close();
        }
    }

    private CompletableFuture<Session> begin() {
        try {
            return connector.connect().toCompletableFuture();
        } catch (RuntimeException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void use(Session made) {
        made.onLost(() -> lost(made));
        session = made;
    }

    // Hung up on our side, too: a client that reconnects by itself would send again what nobody waits for any more.
    private void lost(Session gone) {
        if (gone == session && !closed) {
            elsewhere = true;
            breaker.trip(Fault.LOST);
        }
        var unused = gone.close();
    }

    private void hangUp(@Nullable Session old) {
        session = null;
        if (old != null) {
            var unused = old.close();
        }
    }

    private @Nullable Fault probe(boolean patient) throws InterruptedException {
        Session now = session;
        if (now == null) {
            return Fault.LOST;
        }
        boolean first = roundTripNanos == 0 || breaker.outage() != null;
        long asked = time.nanoTime();
        try {
            // The call has a limit of its own; this one is for when that fails.
            asker.tell(now, true, patient).get(connector.limitNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            return unanswered(Fault.of(failed));
        } catch (TimeoutException late) {
            return unanswered(Fault.TIMEOUT);
        }
        roundTripNanos = time.nanoTime() - asked;
        silent = 0;
        if (first) {
            eviction.look(now, connector.limitNanos());
        }
        return null;
    }

    private @Nullable Fault unanswered(Fault fault) {
        if (fault.equals(Fault.MOVING)) {
            // It is there, and what has a single key, or keys that are all on one side, goes through.
            silent = 0;
            return null;
        }
        if (fault.equals(Fault.STALLED)) {
            return fault;
        }
        silent = fault.equals(Fault.TIMEOUT) ? silent + 1 : 0;
        if (fault.kind() == Fault.Kind.ELSEWHERE || silent >= SILENT_PROBES) {
            elsewhere = true;
        }
        return fault;
    }

    // A bell means that a question has failed since. Redis is not asked at once: a moment's trouble should be over by
    // then.
    private void pause(long nanos) throws InterruptedException {
        if (bell.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
            bell.drainPermits();
            TimeUnit.NANOSECONDS.sleep(FIRST_WAIT_NANOS);
            failures = 1;
        }
    }

    // A client that is shut down in the middle of something complains in the log.
    private void await(CompletableFuture<?> end) {
        try {
            end.get(connector.limitNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException gone) {
            // As wanted.
        }
    }

    private void leave(Session last) {
        if (breaker.outage() != null || !last.isOpen()) {
            return;
        }
        try {
            asker.tell(last, false, false).get(connector.limitNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unheard) {
            // It will be forgotten in time.
        }
    }
}
