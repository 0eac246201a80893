/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;

/**
 * What a guard does when the request it let in has truly ended. Completions run exactly once, the innermost guard's
 * first, on whichever thread ended the request. What one throws is reported and does not keep the others from running.
 */
@FunctionalInterface
public interface Completion {
    /**
     * The request has ended.
     *
     * @param exchange the request
     * @param outcome how it ended
     */
    void completed(Exchange exchange, Outcome outcome);
}
