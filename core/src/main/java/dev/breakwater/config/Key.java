/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one definition of a configuration key. Immutable; two keys are the same only if they are the same object, so a key
 * is a constant of the section it belongs to:
 *
 * <pre>{@code
 * static final Key<Integer> MAX_KEYS = Key.of(
 *                 "max-keys", ValueTypes.integer(1, 10_000_000), "BW-RATE-003", "Hard cap on remembered callers.")
 *         .defaultsTo("100000");
 * }</pre>
 *
 * <p>A default is written as the user would write it, so that what is documented is what is parsed.
 *
 * @param <T> what its value is read as
 */
public final class Key<T> extends Definition {
    private final ValueType<T> type;
    private final String code;
    private final boolean required;
    private final @Nullable T defaultValue;
    private final String defaultText;

    private Key(Key<T> key, boolean required, @Nullable T defaultValue, String defaultText) {
        this(key.name(), key.type, key.code, key.description(), required, defaultValue, defaultText);
    }

    private Key(
            String name,
            ValueType<T> type,
            String code,
            String description,
            boolean required,
            @Nullable T defaultValue,
            String defaultText) {
        super(name, description);
        this.type = type;
        this.code = code;
        this.required = required;
        this.defaultValue = defaultValue;
        this.defaultText = defaultText;
    }

    /**
     * A key that may be absent and then has no value.
     *
     * @param name relative to its group
     * @param code of the problem with its value: {@code BW-RATE-003}
     */
    public static <T> Key<T> of(String name, ValueType<T> type, String code, String description) {
        return new Key<>(name, type, code, description, false, null, "");
    }

    /**
     * The same key with a default.
     *
     * @param text as a user would write it; an empty text is the empty list
     * @throws IllegalArgumentException if the key's own type does not accept it
     */
    public Key<T> defaultsTo(String text) {
        T value = parse(text);
        if (value == null) {
            throw new IllegalArgumentException(
                    "default of " + name() + ": " + text + " (expected: " + type.expected() + ")");
        }
        return new Key<>(this, false, value, text);
    }

    /** The same key, absent by default, and what documentation says then happens: {@code by preset}. */
    public Key<T> defaultIs(String words) {
        return new Key<>(this, false, null, words);
    }

    /** The same key; where its group is configured it must be given. */
    public Key<T> required() {
        return new Key<>(this, true, null, "");
    }

    /** Whether it must be given. */
    public boolean isRequired() {
        return required;
    }

    /** The stable code of the problem with its value. */
    public String code() {
        return code;
    }

    ValueType<T> type() {
        return type;
    }

    /** Reads a whole value from one text; null if it cannot be. */
    @Nullable
    T parse(String text) {
        Node node = new Node(Place.of(this));
        node.give(new Entry(name(), text, ""));
        return type.read(name(), node, new Faults(code, new Problems()));
    }

    @Nullable
    T defaultValue() {
        return defaultValue;
    }

    /** The default as written, or words for it; empty if there are none. */
    String defaultText() {
        return defaultText;
    }

    /** What stands under each name if this is a map of lists; null if it is none. */
    @Nullable
    Key<?> named() {
        return type instanceof MapType<?> map && map.element() instanceof ListType<?> list
                ? of(name(), list, code, description())
                : null;
    }

    @Override
    Shape shape() {
        return type.shape();
    }

    @Override
    Map<String, Definition> members() {
        return Map.of();
    }

    @Override
    public String toString() {
        return name();
    }
}
