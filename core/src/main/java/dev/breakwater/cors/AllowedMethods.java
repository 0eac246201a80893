/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The methods of one policy. Methods are case-sensitive (Fetch section 2.2.1). Immutable.
 *
 * @param names in the order given, perhaps with {@code *}
 */
record AllowedMethods(Set<String> names) {
    // Never part of a preflight's question: a browser that asks nevertheless compares with nothing (Fetch section 4.9).
    private static final Set<String> SAFELISTED = Set.of("GET", "HEAD", "POST");
    private static final Set<String> FORBIDDEN = Set.of("CONNECT", "TRACE", "TRACK");
    private static final Set<String> NORMALISED = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

    /** Checks and compiles. */
    static AllowedMethods of(List<String> texts, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            Entry entry = new Entry("allowed-methods[" + i + "]", texts.get(i), problems);
            if (isMethod(entry)) {
                names.add(normalised(entry));
            }
        }
        return new AllowedMethods(names);
    }

    private static boolean isMethod(Entry entry) {
        if (!HeaderSyntax.isToken(entry.text())) {
            return entry.fault("BW-CORS-018", "a method: one token", "Name one method per element, such as PUT.");
        }
        return !FORBIDDEN.contains(entry.text().toUpperCase(Locale.ROOT))
                || entry.fault(
                        "BW-CORS-019", "a method that browsers let pages use", "Remove it: no page can send it.");
    }

    private static String normalised(Entry entry) {
        String upper = entry.text().toUpperCase(Locale.ROOT);
        if (upper.equals(entry.text())) {
            return upper;
        }
        if (NORMALISED.contains(upper)) {
            entry.doubt("BW-CORS-020", "methods as browsers send them", "It is read as " + upper + ".");
            return upper;
        }
        if (upper.equals("PATCH")) {
            entry.doubt(
                    "BW-CORS-020",
                    "PATCH",
                    "Methods are case-sensitive, and browsers do not correct this one: write PATCH.");
        }
        return entry.text();
    }

    /** Whether responses must name the method, because {@code *} would be taken literally. */
    boolean mustEcho(boolean credentials) {
        return credentials && names.contains(CorsHeaders.ANY);
    }

    /** Whether a preflight may ask for this method. */
    boolean allows(String method) {
        return names.contains(method)
                || SAFELISTED.contains(method)
                || (names.contains(CorsHeaders.ANY) && HeaderSyntax.isToken(method));
    }
}
