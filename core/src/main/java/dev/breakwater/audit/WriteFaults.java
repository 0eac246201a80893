/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that records cannot be written: at once, then at most once a minute. For one thread. */
final class WriteFaults {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private long quietUntil;
    private long unsaid;

    WriteFaults(TimeSource time) {
        this.time = time;
        quietUntil = time.nanoTime();
    }

    void report(Throwable fault) {
        long now = time.nanoTime();
        if (now - quietUntil < 0) {
            unsaid++;
            return;
        }
        quietUntil = now + QUIET;
        say(fault);
        unsaid = 0;
    }

    private void say(Throwable fault) {
        try {
            LOG.error("Breakwater: audit records cannot be written ({} more such faults)", unsaid, fault);
        } catch (Throwable unheard) {
            // The logging system itself is what fails, so there is nobody to tell.
        }
    }
}
