/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A typed place for a value that travels with one request. Declare each as a constant; two slots are different places
 * even if they share a name.
 *
 * @param <T> what the slot holds
 */
public final class Slot<T> {
    private final String name;
    private final Class<T> type;

    private Slot(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * Makes a new place.
     *
     * @param name for people who debug
     * @param type what it holds
     */
    public static <T> Slot<T> of(String name, Class<T> type) {
        return new Slot<>(name, type);
    }

    @Nullable
    T cast(@Nullable Object value) {
        return type.cast(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
