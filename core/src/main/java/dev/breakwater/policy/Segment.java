/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import org.jspecify.annotations.Nullable;

/** One segment of a {@link PathPattern}: a literal, a text with stars, one whole segment, or any number of them. */
record Segment(Kind kind, String text) implements Comparable<Segment> {
    static final Segment ONE = new Segment(Kind.ONE, "*");
    static final Segment MANY = new Segment(Kind.MANY, "**");

    enum Kind {
        LITERAL,
        GLOB,
        ONE,
        MANY
    }

    static @Nullable Segment parse(String part) {
        if (part.equals("**")) {
            return MANY;
        }
        if (part.equals("*") || isVariable(part)) {
            return ONE;
        }
        if (part.contains("**") || part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
            return null;
        }
        return new Segment(part.indexOf('*') >= 0 ? Kind.GLOB : Kind.LITERAL, part);
    }

    private static boolean isVariable(String part) {
        return part.length() > 2
                && part.charAt(0) == '{'
                && part.indexOf('{', 1) < 0
                && part.indexOf('*') < 0
                && part.indexOf('}') == part.length() - 1;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    boolean isMany() {
        return kind == Kind.MANY;
    }

    boolean matches(String path, int start, int end) {
        return switch (kind) {
            case LITERAL -> end - start == text.length() && path.startsWith(text, start);
            case GLOB -> globMatches(path, start, end);
            case ONE -> end > start;
            case MANY -> true;
        };
    }

    // On a mismatch the last star takes one character more; no state but the two positions, so no blow-up.
    private boolean globMatches(String path, int start, int end) {
        int at = start;
        int in = 0;
        int star = -1;
        int resumeAt = start;
        while (at < end) {
            if (in < text.length() && text.charAt(in) == '*') {
                star = in++;
                resumeAt = at;
            } else if (in < text.length() && text.charAt(in) == path.charAt(at)) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resumeAt;
            } else {
                return false;
            }
        }
        while (in < text.length() && text.charAt(in) == '*') {
            in++;
        }
        return in == text.length();
    }

    @Override
    public int compareTo(Segment other) {
        if (kind != other.kind) {
            return kind.compareTo(other.kind);
        }
        return kind == Kind.GLOB ? Integer.compare(other.text.length(), text.length()) : 0;
    }
}
