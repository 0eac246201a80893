/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an {@code Accept} for one question: would the client rather have HTML than JSON (RFC 9110 section
 * 12.5.1)? Browsers that load a page would; {@code fetch}, client libraries and whoever does not say would not. For one
 * request.
 */
final class HtmlPreference {
    // Browsers send less than ten.
    private static final int MOST_RANGES = 64;
    private static final int WHOLE = 1000;

    private static final String HTML = "text/html";
    private static final List<String> JSON =
            List.of("*/*", "application/*", "application/json", "application/problem+json");

    private int ranges;
    private int html;
    private int json;

    private HtmlPreference() {}

    static boolean isIn(@Nullable Enumeration<String> accept) {
        HtmlPreference preference = new HtmlPreference();
        while (accept != null && accept.hasMoreElements()) {
            preference.line(accept.nextElement());
        }
        return preference.html > preference.json;
    }

    private void line(String line) {
        int start = 0;
        while (start < line.length() && ranges < MOST_RANGES) {
            int end = endOf(line, start, line.length(), ',');
            range(line, start, end);
            start = end + 1;
            ranges++;
        }
    }

    private void range(String line, int start, int end) {
        int type = endOf(line, start, end, ';');
        if (is(HTML, line, start, type)) {
            html = Math.max(html, weight(line, type + 1, end));
        } else if (isJson(line, start, type)) {
            json = Math.max(json, weight(line, type + 1, end));
        }
    }

    private static boolean isJson(String line, int start, int end) {
        for (int i = 0; i < JSON.size(); i++) {
            if (is(JSON.get(i), line, start, end)) {
                return true;
            }
        }
        return false;
    }

    /** In thousandths, for that is how fine a weight can be. */
    private static int weight(String line, int from, int end) {
        for (int start = from; start < end; start = endOf(line, start, end, ';') + 1) {
            int name = skipBlanks(line, start, end);
            if (line.regionMatches(true, name, "q=", 0, 2) && name + 2 <= end) {
                return thousandths(line, name + 2, end);
            }
        }
        return WHOLE;
    }

    // Java's own client writes .2, which the grammar does not know. What makes no sense at all weighs nothing.
    private static int thousandths(String line, int from, int end) {
        int value = 0;
        int unit = WHOLE;
        for (int i = from; i < end && unit > 0; i++) {
            char c = line.charAt(i);
            if (c == '.' && unit == WHOLE) {
                unit = WHOLE / 10;
            } else if (c >= '0' && c <= '9') {
                value += (c - '0') * unit;
                unit = unit == WHOLE ? WHOLE : unit / 10;
            } else {
                break;
            }
        }
        return Math.min(value, WHOLE);
    }

    private static boolean is(String type, String line, int start, int end) {
        int first = skipBlanks(line, start, end);
        int last = end;
        while (last > first && isBlank(line.charAt(last - 1))) {
            last--;
        }
        return last - first == type.length() && line.regionMatches(true, first, type, 0, type.length());
    }

    private static int skipBlanks(String line, int start, int end) {
        int first = start;
        while (first < end && isBlank(line.charAt(first))) {
            first++;
        }
        return first;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static int endOf(String line, int start, int end, char separator) {
        int at = line.indexOf(separator, start);
        return at < 0 || at > end ? end : at;
    }
}
