/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every failure once, for error trackers: what the application threw or its async work failed with, and what a
 * guard threw. A client that went away is no failure. Called on the thread that ended the request, so it must not block,
 * and must be safe for use by many threads; what it throws is reported and otherwise ignored.
 */
@FunctionalInterface
public interface ErrorListener {
    /**
     * Called once for each failure.
     *
     * @param error what was thrown, as it was thrown: its message may hold secrets
     * @param exchange the request, absent for failures outside one. Read it only during this call
     */
    void failed(Throwable error, @Nullable Exchange exchange);
}
