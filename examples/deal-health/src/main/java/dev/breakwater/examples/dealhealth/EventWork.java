/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

/** What is done with an event. */
@FunctionalInterface
interface EventWork {
    /**
     * Processes an event; doing so again must change nothing.
     *
     * @throws StoreAwayException if that is not the event's fault, so that it waits for better times
     * @throws Exception if it fails, and may fail again
     */
    void process(Event event) throws Exception;
}
