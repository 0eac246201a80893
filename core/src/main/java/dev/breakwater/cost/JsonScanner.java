/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks over JSON documents (RFC 8259) whose bytes come in any portions, and hands what a {@link JsonShape} names to its
 * counts. Keeps nothing but the name at hand, so that neither long texts, nor many names, nor deep nesting cost memory;
 * parsers that build tokens buffer the former and intern the latter. A place that exists once and comes twice is
 * malformed: two readers would read two different bills.
 *
 * <p>Texts beside the point are not checked to be UTF-8. For one thread.
 */
final class JsonScanner<T extends Counts> {
    static final int MAX_DEPTH = 64;

    /** What a document has come to. */
    enum End {
        /** There was nothing but white space. */
        EMPTY,
        /** It is whole. */
        WHOLE,
        /** It could have gone on. */
        CUT,
        /** It is not JSON. */
        BROKEN
    }

    private enum State {
        VALUE,
        VALUE_OR_END,
        NAME,
        NAME_OR_END,
        COLON,
        COMMA_OR_END,
        TEXT,
        NUMBER,
        LITERAL,
        DONE,
        BROKEN
    }

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final JsonNode<T> root;
    private final T counts;
    private final JsonText text = new JsonText();
    private final JsonNumber number = new JsonNumber();
    private State state = State.VALUE;
    private byte[] literal = NULL;
    private int matched;
    private boolean isName;

    private int depth;
    // A bit for each level, the innermost lowest: whether it is an object.
    private long objects;
    // The innermost open place that has a meaning, and how many levels without one are open inside it.
    private @Nullable JsonNode<T> place;
    private int beside;
    private @Nullable JsonNode<T> named;
    private long seen;
    // Whether the documents are the elements of a list.
    private boolean listed;

    JsonScanner(JsonShape<T> shape, T counts) {
        this.root = shape.root();
        this.counts = counts;
    }

    /** Expects a list of documents instead of one. */
    void expectList() {
        listed = true;
    }

    /** Ready for the next document. */
    void reset() {
        state = State.VALUE;
        depth = 0;
        place = null;
        beside = 0;
    }

    void read(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && state != State.BROKEN) {
            switch (state) {
                case TEXT -> i = inText(bytes, i, to);
                case NUMBER -> i = inNumber(bytes, i, to);
                case LITERAL -> inLiteral(bytes[i++]);
                default -> between(bytes[i++]);
            }
        }
    }

    /** No more bytes belong to the document. */
    End end() {
        if (state == State.NUMBER && depth == 0) {
            endNumber();
        }
        return switch (state) {
            case DONE -> End.WHOLE;
            case BROKEN -> End.BROKEN;
            case VALUE -> depth == 0 ? End.EMPTY : End.CUT;
            default -> End.CUT;
        };
    }

    private int inText(byte[] bytes, int from, int to) {
        int next = text.read(bytes, from, to);
        if (next < 0) {
            state = State.BROKEN;
        } else if (text.isClosed()) {
            endText();
        }
        return next;
    }

    private int inNumber(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && number.accept(bytes[i])) {
            i++;
        }
        if (i < to) {
            endNumber();
        }
        return i;
    }

    private void inLiteral(byte b) {
        if (literal[matched] != b) {
            state = State.BROKEN;
        } else if (++matched == literal.length) {
            boolean nothing = literal == NULL;
            JsonNode<T> node = valueAt();
            if (node != null && node.kind.isStrict()) {
                once(node);
                if (!nothing || !node.nullable) {
                    counts.malformed();
                }
            }
            endValue();
        }
    }

    private void between(byte b) {
        if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            return;
        }
        switch (state) {
            case VALUE, VALUE_OR_END -> beginValue(b);
            case NAME, NAME_OR_END -> beginName(b);
            case COLON -> state = b == ':' ? State.VALUE : State.BROKEN;
            case COMMA_OR_END -> comma(b);
            default -> state = State.BROKEN;
        }
    }

    private void beginName(byte b) {
        if (b == '"') {
            isName = true;
            // Names beside the point are not even kept.
            text.begin(beside == 0 && place != null);
            state = State.TEXT;
        } else if (b == '}' && state == State.NAME_OR_END) {
            close();
        } else {
            state = State.BROKEN;
        }
    }

    private void comma(byte b) {
        boolean inObject = (objects & 1) == 1;
        if (b == ',') {
            state = inObject ? State.NAME : State.VALUE;
        } else if (b == (inObject ? '}' : ']')) {
            close();
        } else {
            state = State.BROKEN;
        }
    }

    private void beginValue(byte b) {
        switch (b) {
            case '{' -> open(true);
            case '[' -> open(false);
            case '"' -> beginText();
            case 't' -> beginLiteral(TRUE);
            case 'f' -> beginLiteral(FALSE);
            case 'n' -> beginLiteral(NULL);
            case ']' -> {
                if (state == State.VALUE_OR_END) {
                    close();
                } else {
                    state = State.BROKEN;
                }
            }
            default -> beginNumber(b);
        }
    }

    private void beginText() {
        isName = false;
        JsonNode<T> node = valueAt();
        text.begin(node != null && node.kind == JsonNode.Kind.TEXT);
        state = State.TEXT;
    }

    private void beginLiteral(byte[] expected) {
        literal = expected;
        matched = 1;
        state = State.LITERAL;
    }

    private void beginNumber(byte b) {
        number.begin();
        state = number.accept(b) ? State.NUMBER : State.BROKEN;
    }

    private void endText() {
        if (isName) {
            named = beside > 0 || place == null || !text.isShort()
                    ? null
                    : place.child(text.bytes(), (int) text.length());
            state = State.COLON;
            return;
        }
        JsonNode<T> node = valueAt();
        if (node != null) {
            once(node);
            take(node);
        }
        endValue();
    }

    private void take(JsonNode<T> node) {
        if (node.kind.isStrict()) {
            counts.malformed();
        } else if (node.text != null && text.isShort() && text.length() > 0) {
            node.text.accept(counts, text.text());
        } else if (node.number != null) {
            node.number.accept(counts, text.length());
        }
    }

    private void endNumber() {
        if (!number.isComplete()) {
            state = State.BROKEN;
            return;
        }
        JsonNode<T> node = valueAt();
        if (node != null && node.kind.isStrict()) {
            once(node);
            if (node.kind == JsonNode.Kind.COUNT && node.number != null && number.isCount()) {
                node.number.accept(counts, number.count());
            } else {
                counts.malformed();
            }
        }
        endValue();
    }

    private void open(boolean object) {
        JsonNode<T> node = valueAt();
        if (depth == MAX_DEPTH) {
            state = State.BROKEN;
            return;
        }
        if (depth == (listed ? 1 : 0)) {
            seen = 0;
        }
        depth++;
        objects = (objects << 1) | (object ? 1 : 0);
        state = object ? State.NAME_OR_END : State.VALUE_OR_END;
        if (listed && depth == 1) {
            return;
        }
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
        if (node.kind == unwanted || node.kind == JsonNode.Kind.COUNT) {
            counts.malformed();
            return true;
        }
        return node.children.isEmpty();
    }

    private void close() {
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
        endValue();
    }

    private void endValue() {
        state = depth == 0 ? State.DONE : State.COMMA_OR_END;
    }

    /** What the value at hand means; null if nothing. */
    private @Nullable JsonNode<T> valueAt() {
        if (beside > 0) {
            return null;
        }
        if (place == null) {
            return depth == (listed ? 1 : 0) ? root : null;
        }
        return (objects & 1) == 1 ? named : place.element();
    }

    private void once(JsonNode<T> node) {
        if ((seen & node.single) != 0) {
            counts.malformed();
        }
        seen |= node.single;
    }
}
