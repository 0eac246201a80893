/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

/** Values as messages show them: on one line, in ASCII, and not without end. */
final class Shown {
    private static final int LONGEST = 200;

    private Shown() {}

    static String line(String value) {
        StringBuilder line = new StringBuilder("\"");
        for (int i = 0; i < Math.min(value.length(), LONGEST); i++) {
            char c = value.charAt(i);
            line.append(c < ' ' || c > '~' ? '?' : c);
        }
        return line.append(value.length() > LONGEST ? "...\"" : "\"").toString();
    }
}
