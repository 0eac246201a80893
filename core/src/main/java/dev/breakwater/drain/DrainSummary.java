/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import java.time.Duration;

/**
 * What became of the requests that a drain met. Immutable; {@code inFlight} is the sum of {@code finished} and {@code
 * aborted}.
 *
 * @param inFlight how many were in flight when the drain began, or came while everything was still served
 * @param finished how many of them ended
 * @param aborted how many of them were still running when nobody waited any longer
 * @param refused how many came later and were answered with 503
 * @param longest how long the longest of them took; for those that did not end, at least how long they were waited for
 * @param took from the beginning to the end of the drain
 */
public record DrainSummary(long inFlight, long finished, long aborted, long refused, Duration longest, Duration took) {

    /** As a log has it. */
    @Override
    public String toString() {
        return "started=" + inFlight + " finished=" + finished + " aborted=" + aborted + " refused=" + refused
                + " longest=" + longest.toMillis() + "ms took=" + took.toMillis() + "ms";
    }
}
