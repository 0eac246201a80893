/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * How much of a request's body its application has read. Left with the exchange by the adapter at the request's end, if
 * it has counted. Immutable.
 *
 * @param bytes as the application saw them: without the framing of chunks
 */
public record BodyRead(long bytes) {
    private static final Slot<BodyRead> SLOT = Slot.of("body-read", BodyRead.class);

    /** That of this request; null while it runs, and if nothing was read where it is counted. */
    public static @Nullable BodyRead of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    /** For adapters: this is the request's. */
    public void openFor(Exchange exchange) {
        exchange.put(SLOT, this);
    }
}
