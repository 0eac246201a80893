/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * Which places of a JSON document mean something, written as paths: {@code usage.prompt_tokens}, or
 * {@code choices[].delta.content} for each element of a list. All other places are skipped, whatever they are called.
 * Built once, then immutable.
 *
 * @param <T> what hears of the values
 */
final class JsonShape<T> {
    // One bit each, in a long.
    private static final int MOST_SINGLES = Long.SIZE;

    private final JsonNode<T> root = new JsonNode<>(null, new byte[0]);
    private int singles;

    JsonNode<T> root() {
        return root;
    }

    /** An object; anything else there is malformed. */
    JsonShape<T> object(String path) {
        at(path).kind(JsonNode.Kind.OBJECT);
        return this;
    }

    /** An object or null; anything else there is malformed. */
    JsonShape<T> optionalObject(String path) {
        at(path).kind(JsonNode.Kind.OBJECT).nullable();
        return this;
    }

    /** A list or null; anything else there is malformed. */
    JsonShape<T> optionalList(String path) {
        at(path).kind(JsonNode.Kind.LIST).nullable();
        return this;
    }

    /** Called when the object or list begins. */
    JsonShape<T> begin(String path, Consumer<T> begun) {
        at(path).begin = begun;
        return this;
    }

    /** Called when the object or list has ended. */
    JsonShape<T> end(String path, Consumer<T> ended) {
        at(path).end = ended;
        return this;
    }

    /** A whole number from 0 to 2^53; anything else there is malformed. */
    JsonShape<T> count(String path, ObjLongConsumer<T> taker) {
        at(path).kind(JsonNode.Kind.COUNT).number = taker;
        return this;
    }

    /** A whole number from 0 to 2^53, or null, which is as if it were missing; anything else there is malformed. */
    JsonShape<T> optionalCount(String path, ObjLongConsumer<T> taker) {
        at(path).kind(JsonNode.Kind.COUNT).nullable().number = taker;
        return this;
    }

    /**
     * An amount of dollars, as nano-dollars rounded half to even, or null, which is as if it were missing; anything else
     * there is malformed.
     */
    JsonShape<T> optionalDollars(String path, ObjLongConsumer<T> taker) {
        at(path).kind(JsonNode.Kind.DOLLARS).nullable().number = taker;
        return this;
    }

    /** True (1) or false (0); anything else there is ignored. */
    JsonShape<T> flag(String path, ObjLongConsumer<T> taker) {
        at(path).kind(JsonNode.Kind.FLAG).number = taker;
        return this;
    }

    /** A short text; others are ignored. */
    JsonShape<T> text(String path, BiConsumer<T, String> taker) {
        at(path).kind(JsonNode.Kind.TEXT).text = taker;
        return this;
    }

    /** How many bytes a text has, however long; about, where it has escapes. */
    JsonShape<T> length(String path, ObjLongConsumer<T> taker) {
        at(path).kind(JsonNode.Kind.LENGTH).number = taker;
        return this;
    }

    private JsonNode<T> at(String path) {
        JsonNode<T> node = root;
        for (int from = 0; from < path.length(); ) {
            int dot = path.indexOf('.', from);
            int to = dot < 0 ? path.length() : dot;
            boolean each = path.startsWith("[]", to - 2);
            node = child(node, path.substring(from, each ? to - 2 : to));
            node = each ? child(node, "[]") : node;
            from = to + 1;
        }
        return node;
    }

    private JsonNode<T> child(JsonNode<T> parent, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        JsonNode<T> known = parent.child(bytes, bytes.length);
        if (known != null) {
            return known;
        }
        JsonNode<T> added = new JsonNode<>(parent, bytes);
        parent.children.add(added);
        if (!added.isBelowList()) {
            if (singles == MOST_SINGLES) {
                throw new IllegalStateException(name + ": too many places (expected: at most " + MOST_SINGLES + ")");
            }
            added.single = 1L << singles++;
        }
        return added;
    }
}
