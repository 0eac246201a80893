/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a key is read, and what documentation and messages say about it. Immutable.
 *
 * @param <T> what the value is read as
 */
public abstract sealed class ValueType<T> permits ScalarType, ListType, MapType {

    ValueType() {}

    /** The Java type in Spring's metadata. */
    abstract String javaType();

    /** What a value looks like, for messages: {@code a duration such as 500ms}. */
    abstract String expected();

    abstract Shape shape();

    /** The only values there are; empty if there are too many to say. */
    abstract List<String> choices();

    /** Reads what is given at a key; null if it cannot be read, which {@code faults} then says. */
    abstract @Nullable T read(String path, Node node, Faults faults);
}
