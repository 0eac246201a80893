/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.HeaderSyntax;

/** Header values that are comma-separated lists (RFC 9110 section 5.6.1). */
final class ListHeader {
    private static final String ANY = "*";

    private ListHeader() {}

    /** The elements of both lists of this header, each once; names in such lists compare without regard to case. */
    static String union(String name, String list, String more) {
        // RFC 9110 section 12.5.5: beside * in Vary nothing else matters, and some caches look for it alone.
        if (HeaderSyntax.sameName("Vary", name) && (contains(list, ANY) || contains(more, ANY))) {
            return ANY;
        }
        StringBuilder joined = null;
        int from = 0;
        while (from < more.length()) {
            int end = elementEnd(more, from);
            String element = more.substring(from, end).trim();
            if (!element.isEmpty() && !contains(joined == null ? list : joined.toString(), element)) {
                joined = joined == null ? new StringBuilder(list) : joined;
                joined.append(joined.length() == 0 ? "" : ", ").append(element);
            }
            from = end + 1;
        }
        return joined == null ? list : joined.toString();
    }

    /** The elements of the first list that the second does not have. */
    static String without(String list, String taken) {
        StringBuilder left = new StringBuilder();
        int from = 0;
        while (from < list.length()) {
            int end = elementEnd(list, from);
            String element = list.substring(from, end).trim();
            if (!element.isEmpty() && !contains(taken, element)) {
                left.append(left.length() == 0 ? "" : ", ").append(element);
            }
            from = end + 1;
        }
        return left.toString();
    }

    private static boolean contains(String list, String element) {
        int from = 0;
        while (from < list.length()) {
            int end = elementEnd(list, from);
            if (list.substring(from, end).trim().equalsIgnoreCase(element)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /** Where the element that begins here ends: a comma inside a quoted string is not a separator. */
    private static int elementEnd(String list, int from) {
        boolean quoted = false;
        for (int i = from; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return list.length();
    }
}
