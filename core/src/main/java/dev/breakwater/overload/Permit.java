/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import dev.breakwater.Completion;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place among the requests in flight, given back when the request ends. Giving it back again does nothing. */
final class Permit implements Completion {
    private final ConcurrencyLimiter limiter;
    private final boolean critical;
    private final AtomicBoolean released = new AtomicBoolean();

    Permit(ConcurrencyLimiter limiter, boolean critical) {
        this.limiter = limiter;
        this.critical = critical;
    }

    @Override
    public void completed(Exchange exchange, Outcome outcome) {
        release();
    }

    void release() {
        if (released.compareAndSet(false, true)) {
            limiter.release(critical);
        }
    }
}
