/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

/**
 * The syntax of header names and values (RFC 9110 section 5). Everything that becomes a header of ours passes here, so
 * that no value can begin a second header or a second response.
 */
public final class HeaderSyntax {
    private static final boolean[] TOKEN = tokenCharacters();

    private HeaderSyntax() {}

    /** Whether the text is a token: the syntax of header names, methods and many header elements. */
    public static boolean isToken(String text) {
        return isToken(text, 0, text.length());
    }

    /** Whether the characters from {@code start} up to {@code end} are a token. */
    public static boolean isToken(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) {
                return false;
            }
        }
        return end > start;
    }

    /** Whether the text may be sent as a header value: visible ASCII, space and tab, no space at either end. */
    public static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                return false;
            }
        }
        return text.isEmpty() || (!isBlank(text.charAt(0)) && !isBlank(text.charAt(text.length() - 1)));
    }

    /** Whether two header names are the same name. */
    public static boolean sameName(String one, String other) {
        return one.equalsIgnoreCase(other);
    }

    static String requireName(String name) {
        if (!isToken(name)) {
            throw new IllegalArgumentException("header name: " + printable(name) + " (expected: a token, RFC 9110)");
        }
        return name;
    }

    static String requireValue(String name, String value) {
        if (!isValue(value)) {
            throw new IllegalArgumentException("header " + name + ": " + printable(value)
                    + " (expected: visible ASCII without line breaks or surrounding space)");
        }
        return value;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c > '~' ? '?' : c);
        }
        return shown.append('"').toString();
    }

    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            token[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            token[c] = true;
        }
        return token;
    }
}
