/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis is asked. The first failure opens the breaker, and from then on questions fail at once, until probes in the
 * background have been answered: one, and twice as many each time it opens again within ten seconds, up to eight. So a
 * Redis that comes and goes does not cost every request its time limit. Safe for use by many threads.
 */
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_DOUBLINGS = 3;

    private final Told to;
    private final TimeSource time;
    private final Runnable opened;
    private volatile Runnable changed = () -> {};
    private final LongAdder refused = new LongAdder();

    private volatile @Nullable Outage outage;

    // The rest is guarded by this.
    private long closedNanos;
    private int doublings;
    private int answered;
    private boolean told;
    private boolean returned;

    /**
     * Open, since nobody has asked yet.
     *
     * @param to what the log says of it
     * @param opened runs each time it opens
     */
    Breaker(Told to, TimeSource time, Runnable opened) {
        this.to = to;
        this.time = time;
        this.opened = opened;
        outage = outage(Fault.NOT_CONNECTED);
    }

    /** Names who hears each time it opens, closes, or has another reason to be open. */
    void onChange(Runnable heard) {
        changed = heard;
    }

    /** Why Redis is not asked; null if it is. */
    @Nullable
    Outage outage() {
        return outage;
    }

    /** Somebody was told that Redis is away. */
    void refused() {
        refused.increment();
    }

    /** A question has failed: opens, if it is not open yet. */
    void trip(Fault fault) {
        if (outage == null && open(fault)) {
            changed.run();
        }
    }

    /** A probe, or an attempt to connect, has failed. */
    void failed(Fault fault) {
        if (goesOn(fault)) {
            changed.run();
        }
    }

    private synchronized boolean goesOn(Fault fault) {
        answered = 0;
        Outage now = outage;
        if (now == null) {
            return open(fault);
        }
        boolean another = !now.reason().equals(fault.reason());
        if (another) {
            outage = new Outage(new RedisAwayException(fault, true), now.nanos(), now.since());
        }
        tell(fault.reason());
        return another;
    }

    /** A probe was answered: closes, if that was often enough. */
    void answered() {
        if (closes()) {
            changed.run();
        }
    }

    private synchronized boolean closes() {
        Outage now = outage;
        if (now != null && ++answered >= 1 << doublings) {
            close(now);
            return true;
        }
        if (now == null && doublings > 1 && settled()) {
            doublings = 0;
            LOG.info(
                    "Breakwater: Redis at {} has answered steadily for {} s",
                    to.where(),
                    SETTLED_NANOS / 1_000_000_000);
        }
        return false;
    }

    /** Open for good, and nothing is said about it. */
    synchronized void closed() {
        told = true;
        outage = outage(Fault.CLOSED);
    }

    private synchronized boolean open(Fault fault) {
        if (outage != null) {
            return false;
        }
        doublings = settled() ? 0 : Math.min(doublings + 1, MOST_DOUBLINGS);
        answered = 0;
        told = false;
        outage = outage(fault);
        tell(fault.reason());
        opened.run();
        return true;
    }

    private void close(Outage ended) {
        outage = null;
        closedNanos = time.nanoTime();
        returned |= told || doublings > 0;
        long missed = refused.sumThenReset();
        if (told) {
            LOG.info(
                    "Breakwater: Redis at {} answers again after {}; {} questions went unasked",
                    to.where(),
                    Duration.ofMillis((closedNanos - ended.nanos()) / 1_000_000),
                    missed);
        }
        told = false;
    }

    // From the second quick return on, nothing is said until it holds, either way: one line each is all that helps.
    private void tell(String reason) {
        if (told || (doublings > 1 && !lasts())) {
            return;
        }
        told = true;
        LOG.warn(
                "Breakwater: Redis at {} is away: {}. {}, and it is asked again every second{}",
                to.where(),
                reason,
                to.without(),
                doublings != 1 ? "" : "; it comes and goes, of which nothing more is said until it is steady");
    }

    private boolean lasts() {
        Outage now = outage;
        return now != null && time.nanoTime() - now.nanos() >= SETTLED_NANOS;
    }

    private boolean settled() {
        return !returned || time.nanoTime() - closedNanos >= SETTLED_NANOS;
    }

    private Outage outage(Fault fault) {
        return new Outage(new RedisAwayException(fault, true), time.nanoTime(), time.now());
    }

    /**
     * What the log says.
     *
     * @param where Redis is, for operators
     * @param without what becomes of those who would ask it
     */
    record Told(String where, String without) {}

    /**
     * That Redis is away.
     *
     * @param refusal what everybody who asks gets
     * @param nanos since when, by the clock that never steps
     * @param since the same, for showing
     */
    record Outage(RedisAwayException refusal, long nanos, Instant since) {
        /** Why, for operators. */
        String reason() {
            return refusal.fault().reason();
        }
    }
}
