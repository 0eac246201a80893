/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import org.jspecify.annotations.Nullable;

/**
 * Where in a {@link JsonShape} the walk over a document is, and what the values there mean. A place that exists once and
 * comes twice is malformed: two readers would read two different bills. For one thread.
 */
final class JsonPlaces<T extends Counts> {
    static final int MAX_DEPTH = 64;

    private final JsonNode<T> root;
    private final T counts;
    // Where a document begins: 1 if the documents are the elements of a list.
    private int base;
    private int depth;
    // A bit for each level, the innermost lowest: whether it is an object.
    private long objects;
    // The innermost open place that has a meaning, and how many levels without one are open inside it.
    private @Nullable JsonNode<T> place;
    private int beside;
    private @Nullable JsonNode<T> named;
    private long seen;

    JsonPlaces(JsonShape<T> shape, T counts) {
        this.root = shape.root();
        this.counts = counts;
    }

    void expectList() {
        base = 1;
    }

    void reset() {
        depth = 0;
        place = null;
        beside = 0;
    }

    boolean isOutside() {
        return depth == 0;
    }

    boolean isInObject() {
        return (objects & 1) == 1;
    }

    /** An object or list begins; false if it is nested too deep. */
    boolean open(boolean object) {
        if (depth == MAX_DEPTH) {
            return false;
        }
        JsonNode<T> node = value();
        if (depth == base) {
            seen = 0;
        }
        depth++;
        objects = (objects << 1) | (object ? 1 : 0);
        if (depth > base) {
            enter(node, object);
        }
        return true;
    }

    private void enter(@Nullable JsonNode<T> node, boolean object) {
        if (node == null || isMisplaced(node, object)) {
            beside++;
            return;
        }
        place = node;
        if (node.begin != null) {
            node.begin.accept(counts);
        }
    }

    /** Whether the object or list is not what belongs there, and so means nothing. */
    private boolean isMisplaced(JsonNode<T> node, boolean object) {
        once(node);
        JsonNode.Kind unwanted = object ? JsonNode.Kind.LIST : JsonNode.Kind.OBJECT;
        if (node.kind == unwanted || node.kind.isNumber()) {
            counts.malformed();
            return true;
        }
        return node.children.isEmpty() && node.begin == null;
    }

    void close() {
        depth--;
        objects >>>= 1;
        if (beside > 0) {
            beside--;
        } else if (place != null) {
            JsonNode<T> closed = place;
            place = closed.parent;
            if (closed.end != null) {
                closed.end.accept(counts);
            }
        }
    }

    /** Whether the next name can mean something. */
    boolean isNameWanted() {
        return beside == 0 && place != null;
    }

    void name(JsonText name) {
        named = beside > 0 || place == null || !name.isShort() ? null : place.child(name.bytes(), (int) name.length());
    }

    /** Whether the next text is to be kept, as far as it is short. */
    boolean isTextWanted() {
        JsonNode<T> node = value();
        return node != null && node.kind == JsonNode.Kind.TEXT;
    }

    void text(JsonText value) {
        JsonNode<T> node = value();
        if (node == null) {
            return;
        }
        once(node);
        if (node.kind.isStrict()) {
            counts.malformed();
        } else if (node.text != null && value.isShort() && value.length() > 0) {
            node.text.accept(counts, value.text());
        } else if (node.number != null) {
            node.number.accept(counts, value.length());
        }
    }

    /** Whether the next number is to be kept digit by digit. */
    boolean isAmountWanted() {
        JsonNode<T> node = value();
        return node != null && node.kind == JsonNode.Kind.DOLLARS;
    }

    void number(JsonNumber value) {
        JsonNode<T> node = value();
        if (node == null || !node.kind.isStrict()) {
            return;
        }
        once(node);
        long amount = node.kind == JsonNode.Kind.DOLLARS ? value.nano() : value.count();
        if (node.kind.isNumber() && node.number != null && amount != JsonNumber.NONE) {
            node.number.accept(counts, amount);
        } else {
            counts.malformed();
        }
    }

    void nothing() {
        JsonNode<T> node = value();
        if (node == null || !node.kind.isStrict()) {
            return;
        }
        once(node);
        if (!node.nullable) {
            counts.malformed();
        }
    }

    void flag(boolean isTrue) {
        JsonNode<T> node = value();
        if (node == null) {
            return;
        }
        if (node.kind == JsonNode.Kind.FLAG && node.number != null) {
            once(node);
            node.number.accept(counts, isTrue ? 1 : 0);
        } else if (node.kind.isStrict()) {
            counts.malformed();
        }
    }

    /** What the value at hand means; null if nothing. */
    private @Nullable JsonNode<T> value() {
        if (beside > 0) {
            return null;
        }
        if (place == null) {
            return depth == base ? root : null;
        }
        return isInObject() ? named : place.element();
    }

    private void once(JsonNode<T> node) {
        if ((seen & node.single) != 0) {
            counts.malformed();
        }
        seen |= node.single;
    }
}
