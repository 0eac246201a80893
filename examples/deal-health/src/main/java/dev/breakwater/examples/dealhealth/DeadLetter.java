/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An event that could not be processed.
 *
 * @param event what it says
 * @param cause why not
 * @param attempts how often it was tried
 * @param diedAt when it was given up
 */
record DeadLetter(Event event, String cause, int attempts, Instant diedAt) {
    /** Complete, or not at all. */
    DeadLetter {
        requireNonNull(event);
        requireNonNull(cause);
        requireNonNull(diedAt);
    }
}
