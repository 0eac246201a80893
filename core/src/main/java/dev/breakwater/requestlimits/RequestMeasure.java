/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.exchange.HeaderVisitor;

/** Measures the header of one request in one pass, and reads on the way how long its body says it is. */
final class RequestMeasure implements HeaderVisitor {
    /** No length is said. */
    static final long UNSAID = -1;

    /** What is said means nothing, or two things. */
    static final long INVALID = -2;

    // Longer numbers overflow; RFC 9110 section 8.6 warns of them.
    private static final int MOST_DIGITS = 18;

    private final int maxLines;
    private final long maxBytes;
    private int lines;
    private long bytes;
    private long bodyLength = UNSAID;
    private boolean encoded;

    RequestMeasure(int maxLines, long maxBytes) {
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean visit(String name, String value) {
        lines++;
        bytes += name.length() + (long) value.length();
        if (HeaderSyntax.sameName(name, "Content-Length")) {
            readLength(value);
        } else if (HeaderSyntax.sameName(name, "Transfer-Encoding")) {
            encoded = true;
        }
        return lines <= maxLines && bytes <= maxBytes;
    }

    boolean hasTooManyLines() {
        return lines > maxLines;
    }

    boolean isTooLarge() {
        return bytes > maxBytes;
    }

    /** The length, {@link #UNSAID} or {@link #INVALID}. */
    long bodyLength() {
        // RFC 9112 section 6.3: both at once is how requests are smuggled, and ought to be handled as an error.
        return encoded && bodyLength != UNSAID ? INVALID : bodyLength;
    }

    // RFC 9110 section 8.6: one number, or the same one several times, on lines of their own or as a list.
    private void readLength(String value) {
        int start = 0;
        while (start <= value.length()) {
            int comma = value.indexOf(',', start);
            int end = comma < 0 ? value.length() : comma;
            long length = number(value, start, end);
            bodyLength = bodyLength == UNSAID || bodyLength == length ? length : INVALID;
            start = end + 1;
        }
    }

    private static long number(String text, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        while (end - start > MOST_DIGITS && text.charAt(start) == '0') {
            start++;
        }
        return digits(text, start, end);
    }

    private static long digits(String text, int start, int end) {
        long number = start == end ? INVALID : 0;
        for (int i = start; i < end; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return INVALID;
            }
            number = i - start < MOST_DIGITS ? number * 10 + (digit - '0') : Long.MAX_VALUE;
        }
        return number;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** For people who debug. */
    @Override
    public String toString() {
        return lines + " lines, " + bytes + " bytes";
    }
}
