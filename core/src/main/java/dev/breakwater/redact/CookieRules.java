/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import java.util.Locale;
import java.util.Set;

/** The rules about cookies: their names stay, and so do the attributes they are set with; no value does. */
final class CookieRules {
    /** RFC 6265 section 4.1.1 and what came after it. */
    private static final Set<String> ATTRIBUTES =
            Set.of("domain", "expires", "httponly", "max-age", "partitioned", "path", "priority", "samesite", "secure");

    private final TextRules texts;
    private final UrlRules urls;

    CookieRules(TextRules texts, UrlRules urls) {
        this.texts = texts;
        this.urls = urls;
    }

    /** What a client sends back. */
    String sent(String header, int cap) {
        StringBuilder out = new StringBuilder(Math.min(header.length(), cap) + 16);
        for (int from = 0; from < header.length() && out.length() < cap; ) {
            int end = pairEnd(header, from);
            pair(header, from, end, cap, out);
            out.append(end < header.length() ? ";" : "");
            from = end + 1;
        }
        return TextRules.cut(out.toString(), cap);
    }

    /** What a server sets: a cookie, then attributes. */
    String set(String header, int cap) {
        int end = pairEnd(header, 0);
        StringBuilder out = new StringBuilder(Math.min(header.length(), cap) + 16);
        pair(header, 0, end, cap, out);
        while (end < header.length() && out.length() < cap) {
            int from = end + 1;
            end = pairEnd(header, from);
            attribute(header.substring(from, end), cap, out.append(';'));
        }
        return TextRules.cut(out.toString(), cap);
    }

    private void pair(String header, int from, int end, int cap, StringBuilder out) {
        int start = from;
        while (start < end && Chars.isSpace(header.charAt(start))) {
            out.append(header.charAt(start++));
        }
        int equals = header.indexOf('=', start);
        // RFC 6265bis section 5.6: what has no equals sign is a value without a name. Equals signs end base64, too.
        boolean named = equals > start && equals < end && !header.startsWith("==", equals);
        if (named) {
            out.append(texts.value(Kind.COOKIE, header.substring(start, equals), cap))
                    .append('=');
        }
        if (start < end && !(named && equals + 1 == end)) {
            out.append(texts.replacement(Kind.COOKIE));
        }
    }

    private void attribute(String attribute, int cap, StringBuilder out) {
        int equals = attribute.indexOf('=');
        String name = equals < 0 ? attribute : attribute.substring(0, equals);
        String known = name.trim().toLowerCase(Locale.ROOT);
        if (!ATTRIBUTES.contains(known)) {
            pair(attribute, 0, attribute.length(), cap, out);
            return;
        }
        out.append(name);
        if (equals >= 0) {
            String value = attribute.substring(equals + 1);
            out.append('=');
            out.append(
                    known.equals("path") ? urls.path(Kind.COOKIE, value, cap) : texts.value(Kind.COOKIE, value, cap));
        }
    }

    // RFC 2109 section 4.1 let values be quoted, and some servers still read semicolons in quotes as part of the value.
    private static int pairEnd(String header, int from) {
        boolean quoted = false;
        for (int i = from; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == ';' && !quoted) {
                return i;
            }
            quoted = c == '"' ? !quoted && header.charAt(Math.max(from, i - 1)) == '=' : quoted;
        }
        return header.length();
    }
}
