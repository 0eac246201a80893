/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import java.util.List;

/**
 * Steps through the comma-separated elements of a header from right to left, over all its lines. Lazy, because what
 * stands left of the first untrusted hop is the client's to fill with megabytes. For one thread.
 */
final class HopReader {
    private final List<String> lines;
    private final boolean quoted;
    private int line;
    private int end;
    private String element = "";

    /** Quoted says whether a comma inside double quotes belongs to its element, as in {@code Forwarded}. */
    HopReader(List<String> lines, boolean quoted) {
        this.lines = lines;
        this.quoted = quoted;
        this.line = lines.size() - 1;
        this.end = line < 0 ? -1 : lines.get(line).length();
    }

    /** Steps to the element on the left; false if there is none. */
    boolean previous() {
        while (line >= 0 && end < 0) {
            line--;
            end = line < 0 ? -1 : lines.get(line).length();
        }
        if (line < 0) {
            return false;
        }
        String text = lines.get(line);
        int comma = commaBefore(text, end);
        element = text.substring(comma + 1, end).strip();
        end = comma;
        return true;
    }

    String element() {
        return element;
    }

    private int commaBefore(String text, int limit) {
        boolean inside = false;
        for (int i = limit - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (quoted && c == '"') {
                inside = !inside;
            } else if (c == ',' && !inside) {
                return i;
            }
        }
        return -1;
    }
}
