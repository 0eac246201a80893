/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import java.util.Set;

/**
 * One pass over one JSON text (RFC 8259) that replaces its secrets and finds out whether it is JSON at all. Keeps no
 * tree: of each level that is open it knows by a bit each what it is. For one thread and one text.
 */
final class JsonScan {
    private static final int DEEPEST = Long.SIZE;
    private static final String REPLACED = '"' + Redactor.REPLACEMENT + '"';
    /** In lists of names and values, what the name stands under, and the value. */
    private static final Set<String> NAMES = Set.of("name", "key", "field", "header", "parameter", "variable");

    private static final Set<String> VALUES = Set.of("value", "values", "val");

    private enum Expected {
        VALUE,
        VALUE_OR_END,
        NAME,
        NAME_OR_END,
        COLON,
        NEXT
    }

    private final TextRules texts;
    private final String text;
    private final boolean cut;
    private final int cap;
    private final JsonToken token;
    private final StringBuilder out = new StringBuilder();
    private Expected expected = Expected.VALUE;
    private int at;
    private int copied;
    /** Behind the last value that is whole, or the last bracket that was opened. */
    private int safe;

    private int depth;
    private long objects;
    /** Arrays whose name says that long values are secrets. */
    private long suspects;
    /** Objects in which a name was told whose value is a secret. */
    private long betrayed;

    private int hiddenDepth = -1;
    private int hiddenStart;
    private Sensitivity sensitivity = Sensitivity.CLEAN;
    private boolean namesAnother;

    JsonScan(TextRules texts, String text, boolean cut, int cap) {
        this.texts = texts;
        this.text = text;
        this.cut = cut;
        this.cap = cap;
        token = new JsonToken(text);
    }

    /** Goes through the text; false if it is no JSON. */
    boolean run() {
        while (true) {
            at = token.afterSpace(at);
            if (at == text.length()) {
                return isWhole() ? finish() : cut && closeAll(safe, depth == 0);
            }
            if (!step(text.charAt(at))) {
                return false;
            }
            if (token.isOpen()) {
                return cut && (expected == Expected.VALUE ? closeAll(at, true) : closeAll(safe, false));
            }
            if (hiddenDepth < 0 && out.length() + at - copied > cap) {
                return finish();
            }
        }
    }

    /** What may be recorded, once the text was gone through. */
    String result() {
        return copied == 0 && out.length() == 0 ? text : out.toString();
    }

    private boolean isWhole() {
        return depth == 0 && expected == Expected.NEXT;
    }

    private boolean finish() {
        if (copied > 0) {
            out.append(text, copied, at);
        }
        return true;
    }

    private boolean step(char c) {
        return switch (expected) {
            case VALUE -> value(c);
            case VALUE_OR_END -> c == ']' ? close(false) : value(c);
            case NAME -> name(c);
            case NAME_OR_END -> c == '}' ? close(true) : name(c);
            case COLON -> c == ':' && advance(Expected.VALUE);
            case NEXT -> next(c);
        };
    }

    private boolean advance(Expected next) {
        at++;
        expected = next;
        return true;
    }

    private boolean next(char c) {
        if (c == ',' && depth > 0) {
            return advance(isIn(objects) ? Expected.NAME : Expected.VALUE);
        }
        return (c == '}' || c == ']') && close(c == '}');
    }

    private boolean isIn(long levels) {
        return depth > 0 && (levels >>> (depth - 1) & 1) == 1;
    }

    private boolean value(char c) {
        expected = Expected.VALUE;
        sensitivity = depth > 0 && !isIn(objects) ? elementSensitivity() : sensitivity;
        return switch (c) {
            case '{', '[' -> open(c == '{');
            case '"' -> string();
            default -> scalar();
        };
    }

    private Sensitivity elementSensitivity() {
        return isIn(suspects) ? Sensitivity.IF_LONG : Sensitivity.CLEAN;
    }

    private boolean open(boolean object) {
        if (depth == DEEPEST) {
            return false;
        }
        if (hiddenDepth < 0 && sensitivity.hides(0)) {
            hiddenDepth = depth;
            hiddenStart = at;
        }
        long bit = 1L << depth++;
        objects = object ? objects | bit : objects & ~bit;
        suspects = !object && sensitivity == Sensitivity.IF_LONG ? suspects | bit : suspects & ~bit;
        betrayed &= ~bit;
        advance(object ? Expected.NAME_OR_END : Expected.VALUE_OR_END);
        safe = at;
        return true;
    }

    private boolean close(boolean object) {
        if (depth == 0 || isIn(objects) != object) {
            return false;
        }
        depth--;
        at++;
        if (depth == hiddenDepth) {
            texts.replacement(Kind.JSON);
            replace(hiddenStart, at, REPLACED);
            hiddenDepth = -1;
        }
        return valueEnds();
    }

    private boolean valueEnds() {
        safe = at;
        expected = Expected.NEXT;
        return true;
    }

    private boolean string() {
        if (!token.string(at)) {
            return false;
        }
        if (token.isOpen()) {
            return true;
        }
        if (hiddenDepth < 0) {
            judgeString();
        }
        at = token.end() + 1;
        return valueEnds();
    }

    private void judgeString() {
        int from = at + 1;
        int to = token.end();
        if (namesAnother && texts.names().of(text, from, to).hides(0)) {
            betrayed |= 1L << (depth - 1);
        }
        if (from == to) {
            return;
        }
        if (sensitivity.hides(to - from) || (token.isEncoded() && texts.hidesWhenDecoded(text.substring(from, to)))) {
            replace(from, to, texts.replacement(Kind.JSON));
        } else if (token.isSuspicious()) {
            scan(from, to);
        }
    }

    private void scan(int from, int to) {
        SecretScan scan = new SecretScan(texts.names(), text, from, to);
        if (scan.next()) {
            out.append(text, copied, from);
            texts.replace(Kind.JSON, scan, from, to, out);
            copied = to;
        }
    }

    private boolean scalar() {
        if (!token.scalar(at)) {
            return false;
        }
        int end = token.end();
        if (end == text.length() && cut) {
            // There may be more of it.
            return token.leaveOpen();
        }
        if (hiddenDepth < 0 && token.isNumber() && isSecretNumber(end)) {
            texts.replacement(Kind.JSON);
            replace(at, end, REPLACED);
        }
        at = end;
        return valueEnds();
    }

    private boolean isSecretNumber(int end) {
        return sensitivity.hides(end - at) || (end - at >= Cards.SHORTEST && texts.hasSecret(text, at, end));
    }

    private boolean name(char c) {
        if (c != '"' || !token.string(at)) {
            return false;
        }
        if (token.isOpen()) {
            return true;
        }
        int from = at + 1;
        int to = token.end();
        if (hiddenDepth < 0) {
            judgeName(from, to);
        }
        at = to + 1;
        expected = Expected.COLON;
        return true;
    }

    private void judgeName(int from, int to) {
        sensitivity = texts.names().of(text, from, to);
        namesAnother = to - from <= 9 && NAMES.contains(text.substring(from, to));
        if (isIn(betrayed) && to - from <= 6 && VALUES.contains(text.substring(from, to))) {
            sensitivity = Sensitivity.BY_WORD;
        }
        if (token.isEncoded() && texts.hidesWhenDecoded(text.substring(from, to))) {
            replace(from, to, texts.replacement(Kind.JSON));
        } else if (token.isSuspicious()) {
            scan(from, to);
        }
    }

    private void replace(int from, int to, String by) {
        out.append(text, copied, from).append(by);
        copied = to;
    }

    /** Ends a text that was cut so that it is JSON again: what is not whole is replaced, what is open is closed. */
    private boolean closeAll(int whole, boolean inValue) {
        boolean hidden = hiddenDepth >= 0;
        out.append(text, copied, hidden ? hiddenStart : whole);
        if (hidden || inValue) {
            texts.replacement(Kind.JSON);
            out.append(REPLACED);
        }
        for (int level = (hidden ? hiddenDepth : depth) - 1; level >= 0; level--) {
            out.append((objects >>> level & 1) == 1 ? '}' : ']');
        }
        copied = text.length();
        return true;
    }
}
