/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * When a request must have been answered. The adapter answers in the application's place if nothing has been sent by
 * then, and calls to upstreams get no more time than is left. Immutable.
 *
 * @param atNanos by {@link TimeSource#nanoTime()}
 * @param tooLate the answer if it passes
 * @param origin who set it
 */
public record Deadline(long atNanos, Reply tooLate, Origin origin) {
    private static final Slot<Deadline> SLOT = Slot.of("deadline", Deadline.class);

    /** One that the service set itself. */
    public Deadline(long atNanos, Reply tooLate) {
        this(atNanos, tooLate, Origin.SERVICE);
    }

    /** That of this request; null if it has none. */
    public static @Nullable Deadline of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    /** From now on this is the request's. */
    public void openFor(Exchange exchange) {
        exchange.put(SLOT, this);
    }

    /** How long it is until then; zero or less if it has passed. */
    public long remainingNanos(TimeSource time) {
        return atNanos - time.nanoTime();
    }

    /** Who set a deadline. */
    public enum Origin {
        /** The service itself, so that it says what answers may take. */
        SERVICE,
        /** The caller, who may wait for as short as it likes. */
        CALLER
    }
}
