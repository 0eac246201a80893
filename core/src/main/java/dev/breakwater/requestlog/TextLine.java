/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.List;

/**
 * A line for people: words, then {@code name=value}. Of printable ASCII only: what else a value holds is escaped as JSON
 * does it, in quotes, so that no line can be broken, coloured or turned around from outside.
 */
final class TextLine implements EventLine {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder line;

    TextLine(StringBuilder line) {
        this.line = line;
    }

    /** Adds a word without a name; a dash if there is nothing to say. */
    TextLine word(String value) {
        separate();
        value(value.isEmpty() ? "-" : value);
        return this;
    }

    /** Adds a number without a name, with its unit. */
    TextLine word(long value, String unit) {
        separate();
        line.append(value).append(unit);
        return this;
    }

    @Override
    public void put(String name, String value) {
        name(name);
        value(value);
    }

    @Override
    public void put(String name, long value) {
        name(name);
        line.append(value);
    }

    @Override
    public void put(String name, double value) {
        name(name);
        line.append(value);
    }

    @Override
    public void put(String name, List<String> values) {
        put(name, String.join(", ", values));
    }

    private void name(String name) {
        separate();
        value(name);
        line.append('=');
    }

    private void separate() {
        if (line.length() > 0) {
            line.append(' ');
        }
    }

    private void value(String value) {
        if (isWord(value)) {
            line.append(value);
            return;
        }
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        line.append('"');
    }

    private void character(char c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append(c);
        } else if (c >= ' ' && c <= '~') {
            line.append(c);
        } else {
            line.append("\\u")
                    .append(HEX.charAt(c >>> 12))
                    .append(HEX.charAt(c >>> 8 & 0xf))
                    .append(HEX.charAt(c >>> 4 & 0xf))
                    .append(HEX.charAt(c & 0xf));
        }
    }

    // What a reader who splits at spaces and at the first equals sign takes for what it is.
    private static boolean isWord(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=') {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
