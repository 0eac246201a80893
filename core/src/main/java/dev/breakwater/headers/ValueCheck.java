/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.util.Locale;
import java.util.Set;

/** Says what is wrong with the value of a header. */
final class ValueCheck {
    private static final Set<String> REFERRER_POLICIES = Set.of(
            "no-referrer",
            "no-referrer-when-downgrade",
            "origin",
            "origin-when-cross-origin",
            "same-origin",
            "strict-origin",
            "strict-origin-when-cross-origin",
            "unsafe-url");

    private ValueCheck() {}

    /** Whether the header may be sent with this value; notes the fault if not. */
    static boolean isSound(String name, String value, String path, Problems problems) {
        if (!HeaderSyntax.isToken(name)) {
            problems.error(
                    "BW-HEADERS-050",
                    path,
                    name,
                    "a header name: one token",
                    "Letters, digits and hyphens are enough.");
            return false;
        }
        if (value.isEmpty() || !HeaderSyntax.isValue(value)) {
            problems.error(
                    "BW-HEADERS-051",
                    path,
                    value,
                    "visible ASCII on one line, without space at its ends",
                    "Remove line breaks and other characters; to send no such header, leave it out.");
            return false;
        }
        known(name, value, path, problems);
        return true;
    }

    private static void known(String name, String value, String path, Problems problems) {
        switch (Names.key(name)) {
            case "x-frame-options" -> frameOptions(value, path, problems);
            case "x-xss-protection" -> xssProtection(value, path, problems);
            case "referrer-policy" -> referrerPolicy(value, path, problems);
            case "permissions-policy" -> permissionsPolicy(value, path, problems);
            default -> {
                // Not one whose values we know.
            }
        }
    }

    private static void frameOptions(String value, String path, Problems problems) {
        if (!value.equals("DENY") && !value.equals("SAMEORIGIN")) {
            problems.error(
                    "BW-HEADERS-052",
                    path,
                    value,
                    "DENY or SAMEORIGIN",
                    "Browsers know no other: to let certain sites frame, use frame-ancestors in the content-security-policy.");
        }
    }

    private static void xssProtection(String value, String path, Problems problems) {
        if (!value.equals("0")) {
            problems.error(
                    "BW-HEADERS-044",
                    path,
                    value,
                    "0 or omit",
                    "The filter it turns on in old browsers opens holes of its own: rely on the content-security-policy.");
        }
    }

    private static void referrerPolicy(String value, String path, Problems problems) {
        for (String token : value.split(",", -1)) {
            if (!REFERRER_POLICIES.contains(token.strip().toLowerCase(Locale.ROOT))) {
                problems.error(
                        "BW-HEADERS-053",
                        path,
                        token.strip(),
                        "a policy such as no-referrer or strict-origin-when-cross-origin",
                        "Browsers pass over what they do not know and take their own default: correct it.");
            }
        }
    }

    private static void permissionsPolicy(String value, String path, Problems problems) {
        for (String member : value.split(",", -1)) {
            String text = member.strip();
            int equals = text.indexOf('=');
            if (equals < 1 || !isFeature(text.substring(0, equals)) || !isAllowlist(text.substring(equals + 1))) {
                problems.error(
                        "BW-HEADERS-054",
                        path,
                        text,
                        "feature=(), feature=(self \"https://example.com\") or feature=*",
                        "One member that cannot be read makes browsers drop the whole header: correct it.");
            }
        }
    }

    private static boolean isFeature(String name) {
        return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static boolean isAllowlist(String text) {
        return text.equals("*")
                || text.equals("self")
                || (text.startsWith("(") && text.indexOf(')') == text.length() - 1);
    }
}
