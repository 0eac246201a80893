/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.Deadline;
import dev.breakwater.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/** How long a call may take that is made on behalf of a request. */
final class TimeLeft {
    private TimeLeft() {}

    /** The policy's time, or what the request has left; zero or less if that is nothing. */
    static long nanos(Pipeline pipeline, @Nullable Exchange exchange, long nowNanos) {
        Deadline deadline = exchange == null ? null : Deadline.of(exchange);
        return deadline == null
                ? pipeline.timeoutNanos()
                : Math.min(pipeline.timeoutNanos(), deadline.atNanos() - nowNanos);
    }

    /**
     * Whether so little time for a call says nothing about an upstream that does not answer by then: its caller wished it
     * so, or the request had spent most of its time on other things. An upstream that has had its share and hangs must not
     * get away with that, though: where requests may take no longer than calls, it would never be found out.
     */
    static boolean isTooShortToTell(Pipeline pipeline, @Nullable Exchange exchange, long timeoutNanos) {
        Deadline deadline = exchange == null ? null : Deadline.of(exchange);
        if (exchange == null || deadline == null || timeoutNanos >= pipeline.timeoutNanos()) {
            return false;
        }
        long most = Math.min(pipeline.timeoutNanos(), deadline.atNanos() - exchange.startNanos());
        return deadline.origin() == Deadline.Origin.CALLER || timeoutNanos < most / 2;
    }
}
