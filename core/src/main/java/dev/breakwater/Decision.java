/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import org.jspecify.annotations.Nullable;

/**
 * What a protection found: the rate limiter's count, the origin that was refused, the cost of a call. Decisions are
 * immutable values; every {@link Observer} hears each of them, and each can describe itself for the request event, so
 * that neither needs to know the other's types.
 */
public interface Decision {
    /**
     * Writes what is worth recording about this decision.
     *
     * @param fields where the fields go; names follow the request event's dotted form
     */
    default void describe(Fields fields) {}

    /** What this means to those who watch over security; null, as most decisions, if nothing. */
    default @Nullable SecurityEvent securityEvent() {
        return null;
    }

    /** Receives the fields of a decision. */
    interface Fields {
        /** Records a text; the receiver escapes and bounds it. */
        void put(String name, String value);

        /** Records a whole number. */
        void put(String name, long value);

        /** Adds to a number that several decisions of a request add up; without any, it begins at zero. */
        default void add(String name, long more) {
            put(name, more);
        }

        /** Records whether something holds; as text unless the receiver knows better. */
        default void put(String name, boolean value) {
            put(name, Boolean.toString(value));
        }
    }
}
