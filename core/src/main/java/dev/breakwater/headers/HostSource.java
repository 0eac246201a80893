/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.headers.SourceSyntax.Fault;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schemes and hosts among the sources: {@code data:}, {@code *.example.com}, {@code https://cdn.example:8443/lib/}. */
final class HostSource {
    private static final Fault NO_HOST = new Fault(
            "a host such as https://cdn.example.com, or a scheme such as data:",
            "Browsers pass over what is neither: correct it.");

    private static final Set<String> SCHEMES_ANYWHERE = Set.of("https:", "http:", "data:");

    private HostSource() {}

    /** What is wrong with it, or null. */
    static @Nullable Fault fault(String source, String lower) {
        if (source.equals("*")) {
            return null;
        }
        int scheme = source.indexOf("://");
        if (scheme < 0 && source.endsWith(":")) {
            return isScheme(source, source.length() - 1) ? null : NO_HOST;
        }
        if (scheme >= 0 && !isScheme(source, scheme)) {
            return NO_HOST;
        }
        int start = scheme < 0 ? 0 : scheme + 3;
        int slash = source.indexOf('/', start);
        int end = slash < 0 ? source.length() : slash;
        if (source.indexOf('?') >= 0 || source.indexOf('#') >= 0) {
            return new Fault(
                    "no query and no fragment", "Browsers pass over a source that has one: end it at the path.");
        }
        if (lower.startsWith("[", start)) {
            return new Fault("a host name or an IPv4 address", "No source can name an IPv6 address: use a host name.");
        }
        return authority(source, start, end);
    }

    private static @Nullable Fault authority(String source, int start, int end) {
        int colon = source.indexOf(':', start);
        boolean hasPort = colon >= 0 && colon < end;
        if (hasPort && !isPort(source, colon + 1, end)) {
            return new Fault("a port, or * for all", "Write https://cdn.example.com:8443.");
        }
        return isHost(source, start, hasPort ? colon : end) ? null : NO_HOST;
    }

    private static boolean isScheme(String text, int end) {
        if (end == 0 || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < end; i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String text, int start, int end) {
        if (end - start == 1 && text.charAt(start) == '*') {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return end > start && end - start <= 5;
    }

    // A star is the whole host or its first label. Underscores are in no host name, but in some that are in use.
    private static boolean isHost(String text, int start, int end) {
        int from = start;
        if (text.startsWith("*", start)) {
            if (end == start + 1) {
                return true;
            }
            if (text.charAt(start + 1) != '.') {
                return false;
            }
            from = start + 2;
        }
        boolean label = false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' ? !label : !isAlphanumeric(c) && c != '-' && c != '_') {
                return false;
            }
            label = c != '.';
        }
        return label;
    }

    /** Whether this, in lower case, means every host; whatever path, which a redirect gets around, and whatever port. */
    static boolean isAnywhere(String source) {
        if (SCHEMES_ANYWHERE.contains(source)) {
            return true;
        }
        int scheme = source.indexOf("://");
        int host = scheme < 0 ? 0 : scheme + 3;
        boolean isStar = source.startsWith("*", host);
        return isStar && (source.length() == host + 1 || ":/".indexOf(source.charAt(host + 1)) >= 0);
    }

    static boolean isAlphanumeric(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
