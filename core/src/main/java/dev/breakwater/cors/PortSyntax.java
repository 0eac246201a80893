/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

/** Ports as they stand in a serialised origin: decimal, no leading zero, never the scheme's own. */
final class PortSyntax {
    private static final int MAX_DIGITS = 5;
    private static final int MAX_PORT = 65_535;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private PortSyntax() {}

    /** Whether the rest of the text is a port that a browser would write behind an origin of this scheme. */
    static boolean isSerialised(String text, int start, String scheme) {
        int port = parse(text, start);
        return port > 0 && !isDefault(port, scheme);
    }

    static boolean isDefault(int port, String scheme) {
        return (port == HTTP && scheme.equals("http")) || (port == HTTPS && scheme.equals("https"));
    }

    /** The port, or -1 if it is none. */
    static int parse(String text, int start) {
        int digits = text.length() - start;
        if (digits < 1 || digits > MAX_DIGITS || text.charAt(start) == '0') {
            return -1;
        }
        int port = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + c - '0';
        }
        return port <= MAX_PORT ? port : -1;
    }
}
