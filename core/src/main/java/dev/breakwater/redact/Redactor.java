/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.Collection;

/**
 * Takes secrets out of texts before anything records them. A secret is known by the name it goes under
 * ({@code ?api_key=}), compared after percent-decoding and without regard to case and separators, or by its shape (a
 * private key, a JWT, a provider's API key). It is replaced by {@value #REPLACEMENT}; names stay. What cannot be judged
 * is replaced too.
 *
 * <p>Every method takes time linear in its text and gives at most {@code cap} characters; a text without secrets that is
 * short enough is returned as it is. Immutable.
 */
public final class Redactor {
    /** What stands where a secret was. */
    public static final String REPLACEMENT = "REDACTED";

    /** How much is read beyond the cap: enough that a secret at the edge is seen whole. */
    private static final int BEYOND = 4096;

    private static final Redactor STANDARD = new Redactor(SensitiveNames.standard());

    private final SensitiveNames names;

    private Redactor(SensitiveNames names) {
        this.names = names;
    }

    /** The built-in rules. */
    public static Redactor standard() {
        return STANDARD;
    }

    /** The same rules with more names; letters and digits of a name count, its case does not. */
    public Redactor withNames(Collection<String> more) {
        return more.isEmpty() ? this : new Redactor(names.and(more));
    }

    /** Any text: a message, a user agent. */
    public String text(String text, int cap) {
        int limit = (int) Math.min(text.length(), (long) cap + BEYOND);
        SecretScan scan = new SecretScan(names, text, 0, limit);
        if (!scan.next()) {
            return cut(text, cap);
        }
        StringBuilder out = new StringBuilder(Math.min(limit, cap) + REPLACEMENT.length());
        int copied = 0;
        do {
            out.append(text, copied, scan.start()).append(REPLACEMENT);
            copied = scan.end();
        } while (out.length() < cap && scan.next());
        return cut(out.append(text, copied, limit).toString(), cap);
    }

    /** The value that goes under this name. */
    public String value(String name, String value, int cap) {
        return names.of(name).hides(value.length()) ? REPLACEMENT : decodedText(value, cap);
    }

    /** Whether whatever goes under this name is a secret. */
    public boolean isSecretName(String name) {
        return names.of(name).hides(0);
    }

    /** A path as sent, undecoded. Path parameters ({@code ;jsessionid=}) are cut. */
    public String path(String path, int cap) {
        if (path.indexOf(';') < 0 && path.indexOf('%') < 0) {
            return text(path, cap);
        }
        StringBuilder out = new StringBuilder(Math.min(path.length(), cap) + REPLACEMENT.length());
        for (int from = 0; from < path.length() && out.length() < cap; ) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            out.append(segment(path.substring(from, end), cap));
            if (slash >= 0) {
                out.append('/');
            }
            from = end + 1;
        }
        return cut(out.toString(), cap);
    }

    private String segment(String segment, int cap) {
        int parameters = segment.indexOf(';');
        String plain = parameters < 0 ? segment : segment.substring(0, parameters);
        return decodedText(plain, cap);
    }

    /** A query string as sent, undecoded, without its question mark. */
    public String query(String query, int cap) {
        return isSimple(query) ? text(query, cap) : parameters(query, cap);
    }

    /** Whether every rule about queries comes to the same as the rules about texts: most queries need no more. */
    private static boolean isSimple(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (!NameText.isLetterOrDigit(c) && c != '=' && c != '&' && c != '_' && c != '-' && c != '.') {
                return false;
            }
        }
        return query.length() <= BEYOND;
    }

    private String parameters(String query, int cap) {
        StringBuilder out = new StringBuilder(Math.min(query.length(), cap) + REPLACEMENT.length());
        for (int from = 0; from < query.length() && out.length() < cap; ) {
            int end = parameterEnd(query, from);
            parameter(query, from, end, cap, out);
            if (end < query.length()) {
                out.append(query.charAt(end));
            }
            from = end + 1;
        }
        return cut(out.toString(), cap);
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

    private void parameter(String query, int from, int end, int cap, StringBuilder out) {
        int equals = query.indexOf('=', from);
        if (equals < 0 || equals >= end) {
            out.append(decodedText(query.substring(from, end), cap));
            return;
        }
        String name = query.substring(from, equals);
        out.append(decodedText(name, cap)).append('=');
        if (equals + 1 < end) {
            out.append(value(name, query.substring(equals + 1, end), cap));
        }
    }

    /** The text without its secrets; all of it replaced if a secret shows only when it is decoded. */
    private String decodedText(String text, int cap) {
        if (Percent.isEncoded(text)) {
            String decoded = Percent.decode(text);
            if (new SecretScan(names, decoded, 0, decoded.length()).next()) {
                return REPLACEMENT;
            }
        }
        return text(text, cap);
    }

    private static String cut(String text, int cap) {
        return text.length() <= cap ? text : text.substring(0, cap);
    }
}
