/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.redact.Redactor;

/**
 * What is kept of a URL in a report. Queries and fragments carry what users typed and tokens they were sent, so both go,
 * and user names with them (CSP 3 section 5.4 goes less far, and not every browser that far). What is no URL of the web
 * is kept as a word for its scheme: of {@code data:} the rest is content.
 */
final class ReportedUrl {
    private static final int MOST = 200;

    private ReportedUrl() {}

    static String stripped(String sent, Redactor redactor) {
        int colon = sent.indexOf(':');
        if (colon <= 0 || !isScheme(sent, colon)) {
            return redactor.path(withoutQuery(sent, 0), MOST);
        }
        if (!isOfTheWeb(sent, colon)) {
            return sent.substring(0, Math.min(colon, MOST));
        }
        int host = colon + 3;
        String bare = withoutQuery(sent, host);
        int slash = bare.indexOf('/', host);
        int end = slash < 0 ? bare.length() : slash;
        String origin = origin(bare, colon, end);
        return origin.length() >= MOST
                ? origin.substring(0, MOST)
                : origin + redactor.path(bare.substring(end), MOST - origin.length());
    }

    private static String origin(String bare, int colon, int end) {
        int user = bare.lastIndexOf('@', end - 1);
        return user < colon ? bare.substring(0, end) : bare.substring(0, colon + 3) + bare.substring(user + 1, end);
    }

    private static String withoutQuery(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '?' || c == '#') {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static boolean isOfTheWeb(String text, int colon) {
        return text.startsWith("://", colon)
                && (isScheme(text, colon, "https")
                        || isScheme(text, colon, "http")
                        || isScheme(text, colon, "wss")
                        || isScheme(text, colon, "ws"));
    }

    private static boolean isScheme(String text, int colon, String scheme) {
        return colon == scheme.length() && text.regionMatches(true, 0, scheme, 0, colon);
    }

    // RFC 3986 section 3.1.
    private static boolean isScheme(String text, int colon) {
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
                return false;
            }
        }
        return true;
    }
}
