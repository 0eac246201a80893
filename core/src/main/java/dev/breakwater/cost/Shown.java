/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.util.List;
import java.util.StringJoiner;

/** Names that callers chose, as messages show them: short, and on one line whatever is in them. */
final class Shown {
    private static final int LONGEST = 64;
    private static final int MOST = 8;

    private Shown() {}

    static String of(String name) {
        StringBuilder shown = new StringBuilder(Math.min(name.length(), LONGEST) + 3);
        for (int i = 0; i < name.length() && i < LONGEST; i++) {
            char c = name.charAt(i);
            if (isPlain(c)) {
                shown.append(c);
            } else {
                shown.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            }
        }
        return name.length() > LONGEST ? shown.append("...").toString() : shown.toString();
    }

    /** Not what ends a line or writes backwards, nor half a character. */
    private static boolean isPlain(char c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c)
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && !Character.isSurrogate(c);
    }

    static String of(List<String> names) {
        StringJoiner shown = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < names.size() && i < MOST; i++) {
            shown.add(of(names.get(i)));
        }
        return names.size() > MOST ? shown.add("...").toString() : shown.toString();
    }
}
