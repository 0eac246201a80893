/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The origins of one policy: all, or exact ones and patterns. Immutable.
 *
 * @param any whether every origin is allowed; the others are then empty
 * @param exact serialised origins
 * @param patterns those with a wildcard
 */
record AllowedOrigins(boolean any, Set<String> exact, List<OriginPattern> patterns) {

    /** What a user must have said for origins that are otherwise refused. */
    record Tolerance(boolean credentials, boolean insecure, boolean publicSuffixes) {}

    /** Checks and compiles. */
    static AllowedOrigins of(List<String> texts, Tolerance tolerance, Problems problems) {
        if (texts.isEmpty()) {
            problems.error(
                    "BW-CORS-001",
                    "allowed-origins",
                    "nothing",
                    "at least one origin",
                    "List the origins of the pages that call.");
        }
        List<OriginPattern> parsed = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < texts.size(); i++) {
            Entry entry = new Entry("allowed-origins[" + i + "]", texts.get(i), problems);
            OriginPattern origin = entry.text().equals(CorsHeaders.ANY) ? null : OriginParser.parse(entry);
            any |= entry.text().equals(CorsHeaders.ANY) && isAnyAllowed(entry, tolerance);
            if (origin != null && isTolerable(entry, origin, tolerance)) {
                parsed.add(origin);
            }
        }
        redundant(texts, parsed, problems);
        return any ? new AllowedOrigins(true, Set.of(), List.of()) : compiled(parsed);
    }

    private static boolean isAnyAllowed(Entry entry, Tolerance tolerance) {
        return !tolerance.credentials
                || entry.fault(
                        "BW-CORS-013",
                        "named origins together with credentials",
                        "Every site could act as the signed-in user: list the origins, or do not allow credentials.");
    }

    private static boolean isTolerable(Entry entry, OriginPattern origin, Tolerance tolerance) {
        boolean sound = true;
        if (origin.subdomains() && isTopLevel(origin.host()) && !tolerance.publicSuffixes) {
            sound = entry.fault(
                    "BW-CORS-014",
                    "a wildcard below a domain that is yours",
                    "Anybody can register a name below ." + origin.host()
                            + ": name your domain, as in https://*.example." + origin.host() + ".");
        }
        if (tolerance.credentials && !origin.isSecure() && !tolerance.insecure) {
            sound = entry.fault(
                    "BW-CORS-015",
                    "https where credentials are allowed",
                    "Whoever sits on the network can speak as this origin and act as the signed-in user: use https.");
        }
        return sound;
    }

    // Every name of one label is a public suffix by the list's own default rule.
    private static boolean isTopLevel(String host) {
        return host.indexOf('.') < 0 && !host.equals("localhost");
    }

    private static void redundant(List<String> texts, List<OriginPattern> parsed, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String wider = seen.add(text) ? coveredBy(text, texts, parsed) : text;
            if (wider != null) {
                new Entry("allowed-origins[" + i + "]", text, problems)
                        .doubt(
                                "BW-CORS-016",
                                "origins that add something",
                                "Remove it: " + wider + " allows it already.");
            }
        }
    }

    private static @Nullable String coveredBy(String text, List<String> texts, List<OriginPattern> parsed) {
        if (text.equals(CorsHeaders.ANY)) {
            return null;
        }
        if (texts.contains(CorsHeaders.ANY)) {
            return CorsHeaders.ANY;
        }
        for (OriginPattern pattern : parsed) {
            if (!pattern.isExact() && pattern.matches(text)) {
                return pattern.text();
            }
        }
        return null;
    }

    private static AllowedOrigins compiled(List<OriginPattern> parsed) {
        Set<String> exact = new HashSet<>();
        List<OriginPattern> patterns = new ArrayList<>();
        for (OriginPattern origin : parsed) {
            if (origin.isExact()) {
                exact.add(origin.text());
            } else {
                patterns.add(origin);
            }
        }
        return new AllowedOrigins(false, Set.copyOf(exact), List.copyOf(patterns));
    }

    /** Whether a pattern matches; exact origins are looked up by whoever has prepared answers for them. */
    boolean matchesPattern(String origin) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(origin)) {
                return true;
            }
        }
        return false;
    }
}
