/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import java.util.Collection;

/** Header names that are looked up by part of a text, without regard to case and without a copy. Immutable. */
final class NameSet {
    private final String[] table;
    private final int mask;
    private final int longest;

    /** A set of these tokens. */
    NameSet(Collection<String> names) {
        int size = Math.max(Integer.highestOneBit(Math.max(names.size(), 1)) << 2, 4);
        table = new String[size];
        mask = size - 1;
        longest = names.stream().mapToInt(String::length).max().orElse(0);
        names.forEach(this::add);
    }

    private void add(String name) {
        int at = hash(name, 0, name.length()) & mask;
        while (table[at] != null) {
            at = (at + 1) & mask;
        }
        table[at] = name;
    }

    /** Whether the characters from {@code start} up to {@code end} are one of the names. */
    boolean contains(String text, int start, int end) {
        if (end - start > longest) {
            return false;
        }
        for (int at = hash(text, start, end) & mask; table[at] != null; at = (at + 1) & mask) {
            if (table[at].length() == end - start && isSame(text, start, table[at])) {
                return true;
            }
        }
        return false;
    }

    // Browsers write these names in lower case (Fetch section 4.8, "CORS-unsafe request-header names"), and so do we.
    private static boolean isSame(String text, int start, String name) {
        return text.startsWith(name, start) || text.regionMatches(true, start, name, 0, name.length());
    }

    // Setting the sixth bit folds the case of letters; what else it folds only meets in one bucket.
    private static int hash(String text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + (text.charAt(i) | 0x20);
        }
        return hash ^ (hash >>> 16);
    }
}
