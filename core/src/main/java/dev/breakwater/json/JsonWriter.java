/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.json;

import java.util.Arrays;
import java.util.List;

/**
 * Writes one JSON value as one line of printable ASCII: line breaks, escape sequences, bidirectional marks and DEL never
 * appear as themselves, lone surrogates neither, so the text is safe in a log and strict JSON (RFC 8259), whatever was put
 * in. The caller sees to it that what it opens is closed and that no name appears twice in an object. Not for use by
 * several threads.
 */
public final class JsonWriter {
    private static final boolean[] PLAIN = plainCharacters();
    private static final String HEX = "0123456789ABCDEF";

    private final StringBuilder text;
    private int depth;
    private boolean first = true;

    private JsonWriter(StringBuilder text) {
        this.text = text;
    }

    /** Begins an object. */
    public static JsonWriter object() {
        return object(new StringBuilder(256));
    }

    /** Begins an object at the end of a buffer that the caller owns and may use again after {@link #end()}. */
    public static JsonWriter object(StringBuilder buffer) {
        return new JsonWriter(buffer).begin('{');
    }

    /** Adds a member. */
    public JsonWriter put(String name, String value) {
        name(name);
        string(value);
        return this;
    }

    /** Adds a member. */
    public JsonWriter put(JsonName name, String value) {
        name(name);
        string(value);
        return this;
    }

    /** Adds a member. */
    public JsonWriter put(JsonName name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Adds a member whose text is not a String, or not yet. */
    public JsonWriter put(JsonName name, CharSequence value) {
        name(name);
        string(value);
        return this;
    }

    /** Begins a text that is a member; {@link #part} adds to it, {@link #closeText()} ends it. */
    public JsonWriter openText(JsonName name) {
        name(name);
        text.append('"');
        return this;
    }

    /** Adds to a text. */
    public JsonWriter part(String part) {
        characters(part);
        return this;
    }

    /** Adds a number to a text. */
    public JsonWriter part(long part) {
        text.append(part);
        return this;
    }

    /** Ends a text. */
    public JsonWriter closeText() {
        text.append('"');
        return this;
    }

    /** Adds a member. */
    public JsonWriter put(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Adds a member. */
    public JsonWriter put(String name, boolean value) {
        name(name);
        text.append(value);
        return this;
    }

    /**
     * Adds a member.
     *
     * @throws IllegalArgumentException if it is not finite: JSON has no such numbers
     */
    public JsonWriter put(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: a finite number)");
        }
        name(name);
        text.append(value);
        return this;
    }

    /** Adds a member that lists texts. */
    public JsonWriter put(String name, List<String> values) {
        openArray(name);
        for (String value : values) {
            separate();
            string(value);
        }
        return closeArray();
    }

    /** Begins an object that is a member; {@link #close()} ends it. */
    public JsonWriter open(String name) {
        name(name);
        return begin('{');
    }

    /** Begins an array of objects that is a member; {@link #openElement()} adds one, {@link #closeArray()} ends it. */
    public JsonWriter openArray(String name) {
        name(name);
        return begin('[');
    }

    /** Begins an object inside an array; {@link #close()} ends it. */
    public JsonWriter openElement() {
        separate();
        return begin('{');
    }

    /** Ends the innermost object. */
    public JsonWriter close() {
        return finish('}');
    }

    /** Ends the innermost array. */
    public JsonWriter closeArray() {
        return finish(']');
    }

    /**
     * Ends the whole and gives its text.
     *
     * @throws IllegalStateException if something inside is still open
     */
    public String end() {
        endInBuffer();
        return text.toString();
    }

    /**
     * Ends the whole, whose text is in the buffer that was handed in.
     *
     * @throws IllegalStateException if something inside is still open
     */
    public void endInBuffer() {
        finish('}');
        if (depth != 0) {
            throw new IllegalStateException("JSON: " + depth + " objects or arrays still open (expected: none)");
        }
    }

    private JsonWriter begin(char bracket) {
        text.append(bracket);
        depth++;
        first = true;
        return this;
    }

    private JsonWriter finish(char bracket) {
        text.append(bracket);
        depth--;
        first = false;
        return this;
    }

    private void name(JsonName name) {
        text.append(name.text(first));
        first = false;
    }

    /** The name as a member begins with it. */
    static String named(String name) {
        JsonWriter member = new JsonWriter(new StringBuilder(name.length() + 3));
        member.name(name);
        return member.text.toString();
    }

    private void name(String name) {
        text.append(first ? "\"" : ",\"");
        first = false;
        characters(name);
        text.append("\":");
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    private void string(CharSequence value) {
        text.append('"');
        characters(value);
        text.append('"');
    }

    private void string(String value) {
        text.append('"');
        characters(value);
        text.append('"');
    }

    // The same twice: behind the interface each character would be a call of its own.
    private void characters(CharSequence value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (!isPlain(value.charAt(i))) {
                escape(value);
                return;
            }
        }
        text.append(value);
    }

    private void characters(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            if (!isPlain(value.charAt(i))) {
                escape(value);
                return;
            }
        }
        text.append(value);
    }

    private static boolean isPlain(char c) {
        return c < PLAIN.length && PLAIN[c];
    }

    private static boolean[] plainCharacters() {
        boolean[] plain = new boolean[128];
        Arrays.fill(plain, ' ', '~' + 1, true);
        plain['"'] = false;
        plain['\\'] = false;
        return plain;
    }

    private void escape(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
    }

    private void character(char c) {
        if (isPlain(c)) {
            text.append(c);
        } else {
            escape(c);
        }
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            default -> unicode(c);
        }
    }

    private void unicode(char c) {
        text.append("\\u")
                .append(HEX.charAt(c >>> 12))
                .append(HEX.charAt(c >>> 8 & 0xf))
                .append(HEX.charAt(c >>> 4 & 0xf))
                .append(HEX.charAt(c & 0xf));
    }
}
