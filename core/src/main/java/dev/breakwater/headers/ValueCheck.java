/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

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

    private static final Set<String> OPENER =
            Set.of("same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none");
    private static final Set<String> EMBEDDER = Set.of("require-corp", "credentialless", "unsafe-none");
    private static final Set<String> RESOURCE = Set.of("same-origin", "same-site", "cross-origin");
    private static final Set<String> CLEARED =
            Set.of("\"cache\"", "\"cookies\"", "\"storage\"", "\"executionContexts\"", "\"clientHints\"", "\"*\"");

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
            case "permissions-policy" -> PermissionsPolicy.check(value, path, problems);
            case "cache-control" -> CacheControlCheck.check(value, path, problems);
            case "clear-site-data" -> clearSiteData(value, path, problems);
            case "cross-origin-opener-policy" -> crossOrigin(name, OPENER, value, path, problems);
            case "cross-origin-embedder-policy" -> crossOrigin(name, EMBEDDER, value, path, problems);
            case "cross-origin-resource-policy" -> crossOrigin(name, RESOURCE, value, path, problems);
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

    private static void crossOrigin(String header, Set<String> values, String value, String path, Problems problems) {
        // A parameter may follow, where a report goes: same-origin; report-to="main".
        int semicolon = value.indexOf(';');
        String policy = semicolon < 0 ? value : value.substring(0, semicolon).strip();
        if (!values.contains(policy)) {
            problems.error(
                    "BW-HEADERS-072",
                    path,
                    value,
                    "one of " + String.join(", ", new TreeSet<>(values)),
                    "Browsers pass over any other value of " + header + ": correct it.");
        }
    }

    private static void clearSiteData(String value, String path, Problems problems) {
        List<String> seen = new ArrayList<>();
        for (String element : value.split(",", -1)) {
            String type = element.strip();
            boolean known = CLEARED.contains(type);
            if (!known || seen.contains(type)) {
                problems.error(
                        "BW-HEADERS-068",
                        path,
                        type,
                        known ? "each type once" : "cache, cookies, storage, executionContexts, clientHints or *",
                        known ? "Remove one." : "Browsers pass over what they do not know: correct it.");
            }
            seen.add(type);
        }
        if (seen.contains("\"*\"") && seen.size() > 1) {
            problems.warning("BW-HEADERS-069", path, value, "* alone", "It has all others in it: remove them.");
        }
    }
}
