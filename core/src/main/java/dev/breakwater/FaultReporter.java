/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.TimeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a part of ours failed: the first time with its stack trace, then at most once a minute with a count, because
 * what fails on one request tends to fail on all of them. Safe for use by many threads.
 */
public final class FaultReporter {
    private static final Logger LOG = LoggerFactory.getLogger(Breakwater.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final Map<String, Series> series = new ConcurrentHashMap<>();

    /** Keeps its minutes by this clock. */
    public FaultReporter(TimeSource time) {
        this.time = time;
    }

    /**
     * Says that something of ours failed.
     *
     * @param who what failed, in a few words that are the same each time; one of a bounded set
     */
    public void report(String who, Throwable fault) {
        long unsaid = series.computeIfAbsent(who, name -> new Series()).next(time.nanoTime());
        if (unsaid >= 0) {
            LOG.error("Breakwater: {} failed ({} more since last said)", who, unsaid, fault);
        }
    }

    private static final class Series {
        private boolean said;
        private long saidAt;
        private long unsaid;

        /** How many faults went unsaid before this one, or -1 if this one goes unsaid too. */
        synchronized long next(long now) {
            if (said && now - saidAt < QUIET_NANOS) {
                unsaid++;
                return -1;
            }
            long count = unsaid;
            said = true;
            saidAt = now;
            unsaid = 0;
            return count;
        }
    }
}
