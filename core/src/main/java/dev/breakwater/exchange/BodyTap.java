/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Sees a body pass by: an adapter tells it every byte that the application reads or writes, and nothing that it does
 * not. A tap changes nothing about the body; it must not block, and must not throw. The calls for one body come one after
 * another, perhaps on different threads.
 */
public interface BodyTap {
    /** Where a guard leaves the tap for the request's body. */
    Slot<BodyTap> REQUEST = Slot.of("request-body-tap", BodyTap.class);

    /** Where a guard leaves the tap for the response's body. */
    Slot<BodyTap> RESPONSE = Slot.of("response-body-tap", BodyTap.class);

    /**
     * The first byte is about to pass.
     *
     * @param contentType as the header says it, with its charset if that is known, or null
     * @param contentEncoding as the header says it, or null
     * @return whether the bytes are wanted; if not, {@link #take} need not be called
     */
    boolean begins(@Nullable String contentType, @Nullable String contentEncoding);

    /** These bytes passed. The array is the application's: copy what is to be kept. */
    void take(byte[] bytes, int offset, int length);

    /** What has been written so far was thrown away before it was sent, by a reset; the body begins anew. */
    default void restart() {}
}
