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
 * The origins of one policy: all, none, or exact ones and patterns. Immutable.
 *
 * @param any whether every origin is allowed; the others are then empty
 * @param exact serialised origins, looked up by whoever has prepared answers for them
 * @param patterns those with a wildcard
 */
record AllowedOrigins(boolean any, Set<String> exact, OriginIndex patterns) {
    static final String NONE = "none";

    /** What a user must have said for origins that are otherwise refused. */
    record Tolerance(boolean credentials, boolean insecure, boolean publicSuffixes) {}

    /** Checks and compiles. */
    static AllowedOrigins of(List<String> texts, Tolerance tolerance, Problems problems) {
        if (texts.isEmpty()) {
            problems.error(
                    "BW-CORS-001",
                    "allowed-origins",
                    "nothing",
                    "at least one origin, or none",
                    "List the origins of the pages that call; say none to share nothing.");
        }
        if (texts.contains(NONE)) {
            requireAlone(texts, problems);
            return compiled(List.of());
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
        needless(parsed, tolerance, problems);
        return any ? new AllowedOrigins(true, Set.of(), new OriginIndex(List.of())) : compiled(parsed);
    }

    private static void requireAlone(List<String> texts, Problems problems) {
        if (texts.size() > 1) {
            problems.error(
                    "BW-CORS-045",
                    "allowed-origins",
                    String.join(", ", texts),
                    "none alone, or origins",
                    "Remove none, or the others.");
        }
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
        if (isShared(origin)) {
            sound = tolerance.publicSuffixes ? toleratesShared(entry, origin) : refusesShared(entry, origin);
        }
        if (isInsecure(origin, tolerance)) {
            sound &= tolerance.insecure ? toleratesInsecure(entry) : refusesInsecure(entry);
        }
        return sound;
    }

    private static boolean isShared(OriginPattern origin) {
        return origin.subdomains() && PublicSuffixes.contains(origin.host());
    }

    private static boolean refusesShared(Entry entry, OriginPattern origin) {
        return entry.fault(
                "BW-CORS-014",
                "a wildcard below a domain that is yours",
                "Anybody can register a name below ." + origin.host() + ": name your domain, as in https://*.example."
                        + origin.host() + ".");
    }

    private static boolean toleratesShared(Entry entry, OriginPattern origin) {
        entry.doubt(
                "BW-CORS-037",
                "a wildcard below a domain that is yours",
                "It is tolerated, and whoever registers a name below ." + origin.host() + " is allowed.");
        return true;
    }

    private static boolean isInsecure(OriginPattern origin, Tolerance tolerance) {
        return tolerance.credentials && !origin.isSecure();
    }

    private static boolean refusesInsecure(Entry entry) {
        return entry.fault(
                "BW-CORS-015",
                "https where credentials are allowed",
                "Whoever sits on the network can speak as this origin and act as the signed-in user: use https.");
    }

    private static boolean toleratesInsecure(Entry entry) {
        entry.doubt(
                "BW-CORS-036",
                "https where credentials are allowed",
                "It is tolerated, and whoever sits on the network can act as the signed-in user.");
        return true;
    }

    // A switch that waits for the origin which needs it lets that in without a word.
    private static void needless(List<OriginPattern> parsed, Tolerance tolerance, Problems problems) {
        if (tolerance.insecure && parsed.stream().noneMatch(origin -> isInsecure(origin, tolerance))) {
            needless("dangerously-tolerate-insecure-origins", problems);
        }
        if (tolerance.publicSuffixes && parsed.stream().noneMatch(AllowedOrigins::isShared)) {
            needless("dangerously-tolerate-public-suffixes", problems);
        }
    }

    private static void needless(String path, Problems problems) {
        problems.warning(
                "BW-CORS-038", path, "true", "false where no origin needs it", "Remove it: no origin needs it.");
    }

    private static void redundant(List<String> texts, List<OriginPattern> parsed, Problems problems) {
        boolean any = texts.contains(CorsHeaders.ANY);
        OriginIndex wildcards = new OriginIndex(
                parsed.stream().filter(origin -> !origin.isExact()).toList());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            String wider = !seen.add(text) ? text : any ? anyBeside(text) : covering(text, wildcards);
            if (wider != null) {
                new Entry("allowed-origins[" + i + "]", text, problems)
                        .doubt(
                                "BW-CORS-016",
                                "origins that add something",
                                "Remove it: " + wider + " allows it already.");
            }
        }
    }

    private static @Nullable String anyBeside(String text) {
        return text.equals(CorsHeaders.ANY) ? null : CorsHeaders.ANY;
    }

    private static @Nullable String covering(String text, OriginIndex wildcards) {
        OriginPattern pattern = wildcards.find(text);
        return pattern == null ? null : pattern.text();
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
        return new AllowedOrigins(false, Set.copyOf(exact), new OriginIndex(patterns));
    }

    /** Whether nobody is allowed. */
    boolean none() {
        return !any && exact.isEmpty() && patterns.isEmpty();
    }
}
