/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON documents (RFC 8259) whose bytes come in any portions, and tells {@link JsonPlaces} what it meets. Keeps
 * nothing but the name at hand, so that neither long texts, nor many names, nor deep nesting cost memory; parsers that
 * build tokens buffer the former and intern the latter.
 *
 * <p>Texts beside the point are not checked to be UTF-8. For one thread.
 */
final class JsonScanner<T extends Counts> {
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

    private final JsonPlaces<T> places;
    private final JsonText text = new JsonText();
    private final JsonNumber number = new JsonNumber();
    private State state = State.VALUE;
    private byte[] literal = NULL;
    private int matched;
    private boolean isName;
    private boolean lines;

    JsonScanner(JsonShape<T> shape, T counts) {
        places = new JsonPlaces<>(shape, counts);
    }

    /** Expects a list of documents instead of one. */
    void expectList() {
        places.expectList();
    }

    /** Expects any number of documents, one after the other. */
    void expectLines() {
        lines = true;
    }

    /** Ready for the next document. */
    void reset() {
        state = State.VALUE;
        places.reset();
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
        if (state == State.NUMBER && places.isOutside()) {
            endNumber();
        }
        return switch (state) {
            case DONE -> End.WHOLE;
            case BROKEN -> End.BROKEN;
            case VALUE -> places.isOutside() ? End.EMPTY : End.CUT;
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
            if (literal[0] == 'n') {
                places.nothing();
            } else {
                places.flag(literal[0] == 't');
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
            default -> afterDocument(b);
        }
    }

    private void afterDocument(byte b) {
        if (lines) {
            reset();
            beginValue(b);
        } else {
            state = State.BROKEN;
        }
    }

    private void beginName(byte b) {
        if (b == '"') {
            isName = true;
            // Names beside the point are not even kept.
            text.begin(places.isNameWanted());
            state = State.TEXT;
        } else if (b == '}' && state == State.NAME_OR_END) {
            close();
        } else {
            state = State.BROKEN;
        }
    }

    private void comma(byte b) {
        boolean inObject = places.isInObject();
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
        text.begin(places.isTextWanted());
        state = State.TEXT;
    }

    private void beginLiteral(byte[] expected) {
        literal = expected;
        matched = 1;
        state = State.LITERAL;
    }

    private void beginNumber(byte b) {
        number.begin(places.isAmountWanted());
        state = number.accept(b) ? State.NUMBER : State.BROKEN;
    }

    private void endText() {
        if (isName) {
            places.name(text);
            state = State.COLON;
            return;
        }
        places.text(text);
        endValue();
    }

    private void endNumber() {
        if (!number.isComplete()) {
            state = State.BROKEN;
            return;
        }
        places.number(number);
        endValue();
    }

    private void open(boolean object) {
        if (!places.open(object)) {
            state = State.BROKEN;
        } else {
            state = object ? State.NAME_OR_END : State.VALUE_OR_END;
        }
    }

    private void close() {
        places.close();
        endValue();
    }

    private void endValue() {
        state = places.isOutside() ? State.DONE : State.COMMA_OR_END;
    }
}
