/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

/** How foreign text appears in a message: one short line of visible ASCII. */
final class Shown {
    private static final int LIMIT = 100;

    private Shown() {}

    /** A value; quoted if it is empty or begins or ends with a space, which would not be seen. */
    static String value(String text) {
        String line = line(text);
        return line.equals(line.strip()) && !line.isEmpty() ? line : "\"" + line + "\"";
    }

    /** A path or name. */
    static String line(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LIMIT); i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c > '~' ? '?' : c);
        }
        return text.length() > LIMIT ? shown.append("...").toString() : shown.toString();
    }

    static String from(String origin) {
        return "It comes from " + line(origin) + ".";
    }
}
