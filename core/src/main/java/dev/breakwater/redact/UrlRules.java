/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;

/** The rules about URLs and their parts. */
final class UrlRules {
    private final TextRules texts;

    UrlRules(TextRules texts) {
        this.texts = texts;
    }

    /** A URL or a reference to one. Its fragment is read like a query: that is how some grants are handed over. */
    String url(Kind kind, String url, int cap) {
        int pathStart = pathStart(url);
        int end = indexOf(url, '?', '#', pathStart);
        StringBuilder out = new StringBuilder(Math.min(url.length(), cap) + 16);
        if (isInline(url)) {
            return TextRules.cut(
                    out.append("data:").append(texts.replacement(kind)).toString(), cap);
        }
        authority(kind, url, pathStart, out);
        out.append(path(kind, url.substring(pathStart, end), cap));
        if (end < url.length()) {
            out.append(url.charAt(end)).append(parameters(kind, url.substring(end + 1), cap));
        }
        return TextRules.cut(out.toString(), cap);
    }

    private static boolean isInline(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    // RFC 3986 section 3.2: user and password end at the last @ before the path.
    private void authority(Kind kind, String url, int pathStart, StringBuilder out) {
        int from = authorityStart(url);
        if (from < 0) {
            return;
        }
        int at = url.lastIndexOf('@', pathStart - 1);
        out.append(texts.value(kind, url.substring(0, from), from));
        if (at >= from) {
            out.append(texts.replacement(kind));
            from = at;
        }
        out.append(texts.value(kind, url.substring(from, pathStart), pathStart));
    }

    private static int pathStart(String url) {
        int from = authorityStart(url);
        return from < 0 ? 0 : UserInfo.authorityEnd(url, from);
    }

    /** Behind the two slashes, forwards or backwards as browsers take them, or -1. */
    private static int authorityStart(String url) {
        int colon = url.indexOf(':');
        int from = colon >= 0 && isScheme(url, colon) ? colon + 1 : 0;
        return from + 1 < url.length() && isSlash(url.charAt(from)) && isSlash(url.charAt(from + 1)) ? from + 2 : -1;
    }

    private static boolean isScheme(String url, int end) {
        for (int i = 0; i < end; i++) {
            char c = url.charAt(i);
            if (!Chars.isLetterOrDigit(c) && c != '+' && c != '-' && c != '.' && c != ':') {
                return false;
            }
        }
        return true;
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private static int indexOf(String text, char one, char other, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != one && text.charAt(i) != other) {
            i++;
        }
        return i;
    }

    /** A path as sent, undecoded. Path parameters ({@code ;jsessionid=}) are cut. */
    String path(Kind kind, String path, int cap) {
        if (path.indexOf(';') < 0 && path.indexOf('%') < 0) {
            return texts.text(kind, path, cap);
        }
        if (texts.hasSecretAcrossSegments(Decoded.of(path))) {
            return TextRules.cut('/' + texts.replacement(kind), cap);
        }
        StringBuilder out = new StringBuilder(Math.min(path.length(), cap) + Redactor.REPLACEMENT.length());
        for (int from = 0; from < path.length() && out.length() < cap; ) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            out.append(segment(kind, path.substring(from, end), cap));
            if (slash >= 0) {
                out.append('/');
            }
            from = end + 1;
        }
        return TextRules.cut(judgedWhole(kind, out), cap);
    }

    private String segment(Kind kind, String segment, int cap) {
        int parameters = segment.indexOf(';');
        String plain = parameters < 0 ? segment : segment.substring(0, parameters);
        return texts.value(kind, plain, cap);
    }

    /** A query string as sent, undecoded, without its question mark. */
    String query(Kind kind, String query, int cap) {
        return isSimple(query) ? texts.text(kind, query, cap) : parameters(kind, query, cap);
    }

    /** Whether every rule about queries comes to the same as the rules about texts: most queries need no more. */
    private static boolean isSimple(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (!Chars.isToken(c) && c != '=' && c != '&' && c != '.') {
                return false;
            }
        }
        return query.length() <= TextRules.BEYOND;
    }

    private String parameters(Kind kind, String query, int cap) {
        StringBuilder out = new StringBuilder(Math.min(query.length(), cap) + Redactor.REPLACEMENT.length());
        for (int from = 0; from < query.length() && out.length() < cap; ) {
            int end = parameterEnd(query, from);
            parameter(kind, query, from, end, cap, out);
            if (end < query.length()) {
                out.append(query.charAt(end));
            }
            from = end + 1;
        }
        return TextRules.cut(judgedWhole(kind, out), cap);
    }

    /** All of it replaced if a secret shows only when its parts are seen together. */
    private String judgedWhole(Kind kind, StringBuilder parts) {
        String whole = parts.toString();
        return texts.hidesWhenDecoded(whole) ? texts.replacement(kind) : whole;
    }

    // Some readers split at semicolons too, and a second question mark begins the query of a URL inside this one.
    private static int parameterEnd(String query, int from) {
        for (int i = from; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '&' || c == ';' || c == '?' || c == '#') {
                return i;
            }
        }
        return query.length();
    }

    private void parameter(Kind kind, String query, int from, int end, int cap, StringBuilder out) {
        int equals = from;
        while (equals < end && query.charAt(equals) != '=') {
            equals++;
        }
        if (equals == end) {
            out.append(texts.value(kind, query.substring(from, end), cap));
            return;
        }
        String name = query.substring(from, equals);
        out.append(texts.value(kind, name, cap)).append('=');
        if (equals + 1 < end) {
            out.append(texts.value(kind, name, query.substring(equals + 1, end), cap));
        }
    }

    /** A form as sent, undecoded. */
    String form(String form, int cap) {
        return parameters(Kind.FORM, form, cap);
    }

    /** A form that was cut: nothing of its last parameter's value is certain to be whole. */
    String cutParameters(Kind kind, String form, int cap) {
        int last = form.lastIndexOf('&') + 1;
        int equals = form.indexOf('=', last);
        String whole = form.substring(0, equals < 0 ? last : equals + 1);
        String kept = parameters(kind, whole, cap);
        return TextRules.cut(kept + texts.replacement(kind), cap);
    }
}
