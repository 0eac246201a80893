/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses an allowed origin and says what is wrong with it. Only what a browser could send is accepted: an origin with a
 * path, a default port or capitals would be compared for ever and never match.
 */
final class OriginParser {
    private static final int MAX_SCHEME = 64;
    private static final String FORM = "scheme://host or scheme://host:port";

    private OriginParser() {}

    /** The origin, or null if its faults have been noted. */
    static @Nullable OriginPattern parse(Entry entry) {
        String text = entry.text();
        int separator = text.indexOf("://");
        if (!isOneOrigin(entry, separator)) {
            return null;
        }
        String scheme = text.substring(0, separator);
        String rest = text.substring(separator + 3);
        boolean schemeSound = isScheme(entry, scheme);
        if (!isAuthority(entry, rest) || !schemeSound) {
            return null;
        }
        int colon = portColon(rest);
        String host = rest.substring(0, colon);
        String port = rest.substring(colon);
        boolean portSound = isPort(entry, scheme, port);
        if (!HostCheck.isHost(entry, host) || !portSound) {
            return null;
        }
        boolean subdomains = host.startsWith("*.");
        return new OriginPattern(text, scheme, subdomains ? host.substring(2) : host, subdomains, port);
    }

    private static boolean isOneOrigin(Entry entry, int separator) {
        String text = entry.text();
        if (text.equals("null")) {
            return entry.fault(
                    "BW-CORS-002",
                    "an origin with a name",
                    "Sandboxed frames of every site send null: allowing it allows anybody. Serve the page from an origin.");
        }
        if (text.regionMatches(true, 0, "file:", 0, "file:".length())) {
            return entry.fault(
                    "BW-CORS-003",
                    "an origin that pages can have",
                    "Local files have the origin null. Serve the page over HTTP.");
        }
        if (text.indexOf(',') >= 0) {
            return entry.fault("BW-CORS-017", "one origin", "Make each origin an element of the list.");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            return entry.fault("BW-CORS-008", FORM, "Remove the spaces and control characters.");
        }
        String bare = text.replace("\"", "").replace("'", "");
        if (!bare.equals(text)) {
            boolean whole = bare.equals(CorsHeaders.ANY) || bare.equals(AllowedOrigins.NONE) || bare.contains("://");
            return entry.fault("BW-CORS-004", FORM, "Without quotes: write " + (whole ? "" : "https://") + bare + ".");
        }
        if (separator < 0) {
            return entry.fault("BW-CORS-004", FORM, "Write https://" + text + ".");
        }
        return true;
    }

    private static boolean isScheme(Entry entry, String scheme) {
        if (scheme.indexOf('*') >= 0) {
            return entry.fault("BW-CORS-012", "a scheme without *", "Name each scheme in an origin of its own.");
        }
        String lower = scheme.toLowerCase(Locale.ROOT);
        if (!isSchemeSyntax(lower)) {
            return entry.fault(
                    "BW-CORS-004",
                    "a scheme of at most " + MAX_SCHEME + " letters, digits, +, - and .",
                    "Most likely the scheme is https.");
        }
        if (!scheme.equals(lower)) {
            return entry.fault(
                    "BW-CORS-004",
                    "a scheme in lower case",
                    "Write " + lower + entry.text().substring(scheme.length()) + ".");
        }
        return true;
    }

    private static boolean isSchemeSyntax(String scheme) {
        boolean sound = scheme.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0);
        return sound && !scheme.isEmpty() && scheme.length() <= MAX_SCHEME && isLetter(scheme.charAt(0));
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isAuthority(Entry entry, String rest) {
        int end = firstOf(rest, "/\\?#");
        if (end >= 0) {
            boolean slashOnly = end == rest.length() - 1 && rest.charAt(end) == '/';
            String origin = entry.text().substring(0, entry.text().length() - rest.length() + end);
            return entry.fault(
                    "BW-CORS-008",
                    FORM,
                    (slashOnly ? "Drop the slash" : "An origin has no path, query or fragment") + ": write " + origin
                            + ".");
        }
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            return entry.fault("BW-CORS-008", FORM, "An origin has no user: write what stands behind the @.");
        }
        if (!isBracketed(rest)) {
            return entry.fault(
                    "BW-CORS-011", "an IPv6 address in brackets, then perhaps :port", "Write [2001:db8::1]:8443.");
        }
        return true;
    }

    private static boolean isBracketed(String rest) {
        int close = rest.indexOf(']');
        if (close < 0) {
            return rest.indexOf('[') < 0 && rest.indexOf(':') == rest.lastIndexOf(':');
        }
        return close == rest.length() - 1 || rest.charAt(close + 1) == ':';
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static int portColon(String rest) {
        int colon = rest.indexOf(':', rest.lastIndexOf(']') + 1);
        return colon < 0 ? rest.length() : colon;
    }

    private static boolean isPort(Entry entry, String scheme, String port) {
        if (port.isEmpty() || port.equals(OriginPattern.ANY_PORT)) {
            return true;
        }
        if (port.indexOf('*') >= 0) {
            return entry.fault("BW-CORS-012", "a port, or * alone for every port", "Write :* or list the ports.");
        }
        int number = PortSyntax.parse(port, 1);
        if (number < 0) {
            return entry.fault(
                    "BW-CORS-009", "a port from 1 to 65535 without leading zeros", "Correct or drop " + port + ".");
        }
        if (PortSyntax.isDefault(number, scheme)) {
            return entry.fault(
                    "BW-CORS-009",
                    "no port where it is the scheme's own",
                    "Browsers never send it: drop " + port + ".");
        }
        return true;
    }
}
