/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** One place of a {@link JsonShape}. */
final class JsonNode<T> {
    /** What belongs there. */
    enum Kind {
        /** Anything; only what is below means something. */
        ANY,
        OBJECT,
        LIST,
        COUNT,
        DOLLARS,
        FLAG,
        TEXT,
        LENGTH;

        boolean isStrict() {
            return isNumber() || this == OBJECT || this == LIST;
        }

        boolean isNumber() {
            return this == COUNT || this == DOLLARS;
        }
    }

    private static final byte[] ELEMENT = {'[', ']'};

    final @Nullable JsonNode<T> parent;
    final List<JsonNode<T>> children = new ArrayList<>();
    private final byte[] name;

    /** A bit of its own if the place exists only once in a document, else 0. */
    long single;

    Kind kind = Kind.ANY;
    boolean nullable;

    @Nullable
    ObjLongConsumer<T> number;

    @Nullable
    BiConsumer<T, String> text;

    @Nullable
    Consumer<T> begin;

    @Nullable
    Consumer<T> end;

    JsonNode(@Nullable JsonNode<T> parent, byte[] name) {
        this.parent = parent;
        this.name = name;
    }

    JsonNode<T> kind(Kind what) {
        kind = what;
        return this;
    }

    JsonNode<T> nullable() {
        nullable = true;
        return this;
    }

    boolean isBelowList() {
        return Arrays.equals(name, ELEMENT) || (parent != null && parent.isBelowList());
    }

    /** What each element of this list is. */
    @Nullable
    JsonNode<T> element() {
        return child(ELEMENT, ELEMENT.length);
    }

    /** The member whose name is in the first bytes. */
    @Nullable
    JsonNode<T> child(byte[] bytes, int length) {
        for (int i = 0; i < children.size(); i++) {
            JsonNode<T> child = children.get(i);
            if (Arrays.equals(child.name, 0, child.name.length, bytes, 0, length)) {
                return child;
            }
        }
        return null;
    }
}
