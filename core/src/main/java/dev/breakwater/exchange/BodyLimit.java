/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * How long the body of a request may be. Left with the exchange for the adapter, which counts what the application reads:
 * not every body says its length beforehand, and not every client says the truth. Immutable; shared by requests.
 *
 * @param maxBytes the most the application may read
 * @param tooLong the answer to a body that turns out to be longer
 * @param lengthRequired the answer where a body could not be counted, so that its length has to be known first
 */
public record BodyLimit(long maxBytes, Reply tooLong, Reply lengthRequired) {
    private static final Slot<BodyLimit> SLOT = Slot.of("body-limit", BodyLimit.class);

    /** That of this request; null if its body may be of any length. */
    public static @Nullable BodyLimit of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    /** From now on this is the request's. */
    public void openFor(Exchange exchange) {
        exchange.put(SLOT, this);
    }
}
