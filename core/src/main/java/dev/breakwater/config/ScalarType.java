/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The type of a single value. {@link ValueTypes} has the usual ones; {@link #of} makes one from any parser.
 *
 * @param <T> what the value is read as
 */
public final class ScalarType<T> extends ValueType<T> {
    private final String javaType;
    private final String expected;
    private final List<String> choices;
    private final boolean secret;
    private final Parser<T> parser;

    /**
     * Reads a text.
     *
     * @param <T> what it is read as
     */
    @FunctionalInterface
    public interface Parser<T> {
        /** The value; null if the text is none. Does not throw. */
        @Nullable
        T parse(String text);
    }

    private ScalarType(String javaType, String expected, List<String> choices, boolean secret, Parser<T> parser) {
        this.javaType = javaType;
        this.expected = expected;
        this.choices = choices;
        this.secret = secret;
        this.parser = parser;
    }

    /**
     * A type of your own, a text to Spring.
     *
     * @param expected what a value looks like, for messages: {@code a limit such as 100 per minute}
     */
    public static <T> ScalarType<T> of(String expected, Parser<T> parser) {
        return of("java.lang.String", expected, parser);
    }

    static <T> ScalarType<T> of(String javaType, String expected, Parser<T> parser) {
        return new ScalarType<>(javaType, expected, List.of(), false, parser);
    }

    /** The same type with the only values there are. */
    ScalarType<T> choices(List<String> values) {
        return new ScalarType<>(javaType, expected, List.copyOf(values), secret, parser);
    }

    /** The same type with another name for one of its values, which is read but not offered. */
    ScalarType<T> or(String name, T value) {
        Parser<T> both = text -> text.strip().equalsIgnoreCase(name) ? value : parser.parse(text);
        return new ScalarType<>(javaType, expected, choices, secret, both);
    }

    /** The same type, its values never shown in a message. */
    public ScalarType<T> secret() {
        return new ScalarType<>(javaType, expected, choices, true, parser);
    }

    /** A list of such values: a YAML list, {@code a,b}, or a JSON array. */
    public ValueType<List<T>> list() {
        return new ListType<>(this);
    }

    /** Such values under names that the user chooses, in the order given. */
    public ValueType<Map<String, T>> map() {
        return new MapType<>(this);
    }

    @Override
    String javaType() {
        return javaType;
    }

    @Override
    String expected() {
        return expected;
    }

    @Override
    Shape shape() {
        return Shape.ONE;
    }

    @Override
    List<String> choices() {
        return choices;
    }

    boolean accepts(String text) {
        return parser.parse(text) != null;
    }

    boolean isSecret() {
        return secret;
    }

    @Override
    @Nullable
    T read(String path, Node node, Faults faults) {
        return read(path, Objects.requireNonNull(node.entry(), path), faults);
    }

    @Nullable
    T read(String path, Entry entry, Faults faults) {
        T value = parser.parse(entry.value());
        if (value == null) {
            faults.unreadable(path, entry, this);
        }
        return value;
    }
}
