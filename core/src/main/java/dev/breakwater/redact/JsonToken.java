/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** Reads one string, number or word of a JSON text at a time, and remembers what is to be known of it. */
final class JsonToken {
    private final String text;
    private int end;
    private boolean open;
    private boolean encoded;
    private boolean suspicious;
    private boolean number;

    JsonToken(String text) {
        this.text = text;
    }

    int afterSpace(int at) {
        int i = at;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Where it ends: for a string, at its closing quote. */
    int end() {
        return end;
    }

    /** Whether the text ended before it did. */
    boolean isOpen() {
        return open;
    }

    boolean leaveOpen() {
        open = true;
        return true;
    }

    /** Whether a secret in it may show only when it is decoded. */
    boolean isEncoded() {
        return encoded;
    }

    /** Whether anything in it looks like the beginning of a secret. */
    boolean isSuspicious() {
        return suspicious;
    }

    boolean isNumber() {
        return number;
    }

    /** Reads the string whose quote stands here; false if it is none. */
    boolean string(int at) {
        encoded = false;
        suspicious = false;
        char before = '"';
        int i = at + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                end = i;
                return true;
            }
            encoded |= c == '\\' || c == '%';
            i = c == '\\' ? escapeEnd(i) : i;
            if (c < ' ' || i < 0) {
                return false;
            }
            suspicious |= Shapes.mayBegin(before, c);
            before = c;
            i++;
        }
        end = text.length();
        return leaveOpen();
    }

    /** The last character of the escape that begins here, the end of the text if that comes first, or -1 if it is none. */
    private int escapeEnd(int backslash) {
        if (backslash + 1 >= text.length()) {
            return backslash;
        }
        char kind = text.charAt(backslash + 1);
        if (kind != 'u') {
            return "\"\\/bfnrt".indexOf(kind) < 0 ? -1 : backslash + 1;
        }
        int last = backslash + 5;
        if (last >= text.length()) {
            return text.length();
        }
        return Percent.octet(text, backslash + 2) < 0 || Percent.octet(text, backslash + 4) < 0 ? -1 : last;
    }

    /** Reads the number or word that stands here; false if it is none. */
    boolean scalar(int at) {
        char first = text.charAt(at);
        number = first == '-' || Chars.isDigit(first);
        if (number) {
            return number(at);
        }
        String word = first == 't' ? "true" : first == 'f' ? "false" : "null";
        end = at;
        while (end < text.length() && end - at < word.length() && text.charAt(end) == word.charAt(end - at)) {
            end++;
        }
        return end - at == word.length() || (end == text.length() && end > at && leaveOpen());
    }

    // RFC 8259 section 6.
    private boolean number(int at) {
        end = text.charAt(at) == '-' ? at + 1 : at;
        int whole = end;
        if (!digits()) {
            return end == text.length() && leaveOpen();
        }
        if (text.charAt(whole) == '0' && end - whole > 1) {
            return false;
        }
        if (isAt('.')) {
            end++;
            if (!digits()) {
                return end == text.length() && leaveOpen();
            }
        }
        return exponent();
    }

    private boolean exponent() {
        if (!isAt('e') && !isAt('E')) {
            return true;
        }
        end++;
        if (isAt('+') || isAt('-')) {
            end++;
        }
        return digits() || (end == text.length() && leaveOpen());
    }

    private boolean digits() {
        int from = end;
        while (end < text.length() && Chars.isDigit(text.charAt(end))) {
            end++;
        }
        return end > from;
    }

    private boolean isAt(char c) {
        return end < text.length() && text.charAt(end) == c;
    }
}
