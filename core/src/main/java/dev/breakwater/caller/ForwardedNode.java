/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import org.jspecify.annotations.Nullable;

/**
 * A hop as proxies write it: an address, with or without a port, IPv6 with or without brackets. {@code unknown} and
 * obfuscated names ({@code _hidden}) are not addresses (RFC 7239 section 6).
 */
final class ForwardedNode {
    private ForwardedNode() {}

    static @Nullable IpAddress parse(@Nullable String node) {
        if (node == null || node.isEmpty() || node.length() > 64) {
            return null;
        }
        if (node.charAt(0) == '[') {
            int close = node.indexOf(']');
            boolean ends = close == node.length() - 1 || (close > 0 && isPort(node, close + 1));
            return ends ? v6(node.substring(1, close)) : null;
        }
        int colon = node.indexOf(':');
        if (colon >= 0 && colon == node.lastIndexOf(':')) {
            return isPort(node, colon) ? IpAddress.parse(node.substring(0, colon)) : null;
        }
        return IpAddress.parse(node);
    }

    private static @Nullable IpAddress v6(String text) {
        return text.indexOf(':') < 0 ? null : IpAddress.parse(text);
    }

    private static boolean isPort(String node, int colon) {
        if (node.charAt(colon) != ':' || node.length() == colon + 1) {
            return false;
        }
        if (node.charAt(colon + 1) == '_') {
            return isObfuscated(node, colon + 2);
        }
        if (node.length() - colon > 6) {
            return false;
        }
        for (int i = colon + 1; i < node.length(); i++) {
            if (node.charAt(i) < '0' || node.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    // RFC 7239 section 6.3: a proxy that hides the port still tells the address.
    private static boolean isObfuscated(String node, int from) {
        for (int i = from; i < node.length(); i++) {
            char c = node.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return from < node.length();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
