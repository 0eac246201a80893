/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what could not be done, and says so: at once, then at most once a minute with a count. Safe for use by many threads. */
final class LedgerFaults {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final LongAdder lost = new LongAdder();
    private long quietUntil;
    private long unsaid;

    LedgerFaults(TimeSource time) {
        this.time = time;
        quietUntil = time.nanoTime();
    }

    /** A row could not be kept. */
    void lost(Exception fault) {
        lost.increment();
        report("a row could not be kept", fault);
    }

    long lost() {
        return lost.sum();
    }

    synchronized void report(String what, Throwable fault) {
        long now = time.nanoTime();
        if (now - quietUntil < 0) {
            unsaid++;
            return;
        }
        quietUntil = now + QUIET;
        // Without the stack: the message of an IOException says what the disk said.
        LOG.error("Breakwater: ledger: {} ({} more such faults): {}", what, unsaid, fault.toString());
        unsaid = 0;
    }
}
