/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.exchange.HeaderSyntax;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One element of {@code Forwarded}: {@code for="[2001:db8::1]:80";proto=https;host=example.org} (RFC 7239 section 4). */
record ForwardedElement(
        @Nullable String node,
        @Nullable String proto,
        @Nullable String host) {

    /** Null if the element is malformed or names a parameter twice. */
    static @Nullable ForwardedElement parse(String element) {
        String node = null;
        String proto = null;
        String host = null;
        int at = 0;
        while (at < element.length()) {
            int stop = pairEnd(element, at);
            String pair = element.substring(at, stop).strip();
            at = stop + 1;
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String value = equals < 1 ? null : unquote(pair.substring(equals + 1));
            if (value == null) {
                return null;
            }
            switch (pair.substring(0, equals).toLowerCase(Locale.ROOT)) {
                case "for" -> {
                    if (node != null) {
                        return null;
                    }
                    node = value;
                }
                case "proto" -> {
                    if (proto != null) {
                        return null;
                    }
                    proto = value;
                }
                case "host" -> {
                    if (host != null) {
                        return null;
                    }
                    host = value;
                }
                default -> {
                    // "by" and extensions say nothing about the client.
                }
            }
        }
        return new ForwardedElement(node, proto, host);
    }

    private static int pairEnd(String element, int from) {
        boolean inside = false;
        for (int i = from; i < element.length(); i++) {
            char c = element.charAt(i);
            if (c == '"') {
                inside = !inside;
            } else if (c == ';' && !inside) {
                return i;
            }
        }
        return element.length();
    }

    private static @Nullable String unquote(String value) {
        if (value.length() >= 2 && value.charAt(0) == '"' && value.charAt(value.length() - 1) == '"') {
            String inner = value.substring(1, value.length() - 1);
            // No address, scheme or host needs a backslash; whoever sends one wants two parsers to disagree.
            return inner.indexOf('"') >= 0 || inner.indexOf('\\') >= 0 ? null : inner;
        }
        return HeaderSyntax.isToken(value) ? value : null;
    }
}
