/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import java.util.List;

/**
 * Steps through the comma-separated elements of a header from right to left, over all its lines. Lazy and bounded, because
 * what stands left of the first untrusted hop is the client's to fill with megabytes, and what stands further right may
 * be, where a proxy hands on what it was sent. For one thread.
 */
final class HopReader {
    /** How many elements are read. No real request passes as many proxies. */
    static final int MAX_HOPS = 32;

    /** How long an element may be: a host name has at most 253 characters, and a node 64. */
    static final int MAX_ELEMENT = 1024;

    private static final int NONE = -1;
    private static final int TOO_LONG = -2;

    private final List<String> lines;
    private final boolean quoted;
    private int line;
    private int end;
    private int read;
    private String element = "";

    /** Quoted says whether a comma inside double quotes belongs to its element, as in {@code Forwarded}. */
    HopReader(List<String> lines, boolean quoted) {
        this.lines = lines;
        this.quoted = quoted;
        line = lines.size();
        end = NONE;
    }

    /** Steps to the element on the left; false if there is none, or enough have been read. */
    boolean previous() {
        if (end == NONE) {
            line--;
            end = line < 0 ? NONE : lines.get(line).length();
        }
        if (line < 0 || read == MAX_HOPS) {
            return false;
        }
        read++;
        String text = lines.get(line);
        int comma = commaBefore(text, end);
        element = comma == TOO_LONG ? "" : trimmed(text, comma + 1, end);
        end = comma;
        if (comma == TOO_LONG) {
            line = NONE;
            end = NONE;
        }
        return true;
    }

    /** The element without the white space around it; empty if it is too long to be one. */
    String element() {
        return element;
    }

    private int commaBefore(String text, int limit) {
        boolean inside = false;
        int first = Math.max(0, limit - MAX_ELEMENT - 1);
        for (int i = limit - 1; i >= first; i--) {
            char c = text.charAt(i);
            if (quoted && c == '"') {
                inside = !inside;
            } else if (c == ',' && !inside) {
                return i;
            }
        }
        return limit > MAX_ELEMENT ? TOO_LONG : NONE;
    }

    // Spaces and tabs, as RFC 9110 section 5.6.3 has it; String.strip knows many more, and whoever sends those is no
    // proxy.
    private static String trimmed(String text, int from, int to) {
        int start = from;
        int stop = to;
        while (start < stop && isBlank(text.charAt(start))) {
            start++;
        }
        while (stop > start && isBlank(text.charAt(stop - 1))) {
            stop--;
        }
        return text.substring(start, stop);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
