/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderSyntax;

/** Who may use a feature, in a permissions policy: {@code ()}, {@code (self "https://a.example")}, {@code *}. */
final class Allowlist {
    private Allowlist() {}

    static String of(String... who) {
        if (who.length == 1 && who[0].equals("*")) {
            return "*";
        }
        StringBuilder list = new StringBuilder("(");
        for (String one : who) {
            list.append(list.length() == 1 ? "" : " ");
            list.append(one.equals("self") || one.equals("src") ? one : '"' + one + '"');
        }
        return list.append(')').toString();
    }

    /** Whether it is one, in the syntax of structured fields (RFC 9651 section 3.1.1), parameters included. */
    static boolean isOne(String text) {
        int semicolon = text.lastIndexOf(')') < 0 ? text.indexOf(';') : text.indexOf(';', text.lastIndexOf(')'));
        String list = semicolon < 0 ? text : text.substring(0, semicolon);
        if (list.equals("*") || list.equals("self")) {
            return true;
        }
        return list.length() > 1
                && list.charAt(0) == '('
                && list.charAt(list.length() - 1) == ')'
                && areMembers(list.substring(1, list.length() - 1));
    }

    private static boolean areMembers(String text) {
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            int space = text.indexOf(' ', at);
            int end = space < 0 ? text.length() : space;
            if (!isMember(text.substring(at, end))) {
                return false;
            }
            at = end;
        }
        return true;
    }

    private static boolean isMember(String text) {
        if (text.equals("self") || text.equals("src") || text.equals("*")) {
            return true;
        }
        int last = text.length() - 1;
        return last > 1
                && text.charAt(0) == '"'
                && text.indexOf('"', 1) == last
                && text.indexOf('\\') < 0
                && text.contains("://")
                && HeaderSyntax.isValue(text);
    }
}
