/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import org.jspecify.annotations.Nullable;

/**
 * The stage right around the call itself: hears of the end of each attempt exactly once, of late answers too, and never
 * of answers from the cache. Must be safe for use by many threads and must not block. What it throws is logged and
 * changes nothing for the caller.
 *
 * @param <T> what the call answers
 */
@FunctionalInterface
public interface Meter<T> {
    /**
     * An attempt has ended. Called on the thread that ended it, with the request it was made for as the current one.
     *
     * @param answer what came, or null if the attempt failed
     * @param failure what it failed with, or null if it did not
     */
    void ended(@Nullable T answer, @Nullable Throwable failure);
}
