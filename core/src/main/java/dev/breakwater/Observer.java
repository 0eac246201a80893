/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Hears every decision: metrics, audit and the request event all subscribe here. An observer is called on the thread
 * that made the decision, must be safe for use by many threads, and must not block. What it throws is reported and
 * otherwise ignored.
 */
@FunctionalInterface
public interface Observer {
    /**
     * Called once for each decision.
     *
     * @param decision what was found; the last one of a request is a {@link Completed}
     * @param exchange the request it was made for, absent for decisions made outside one
     */
    void on(Decision decision, @Nullable Exchange exchange);
}
