/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the Observatory reads content security policies sent as headers. Several policies are cut down to what all of them
 * allow, by equal sources; what it does about sources that contain one another makes no difference to the points.
 *
 * @param points what it gives for them
 * @param saysWhoMayFrame whether they were readable and have {@code frame-ancestors}
 */
record ObservatoryCsp(int points, boolean saysWhoMayFrame) {
    /** What a policy is found to be, the first that fits. */
    private enum Finding {
        MISSING(-25, false),
        INVALID(-25, false),
        UNSAFE_SCRIPTS(-20, false),
        INSECURE_SCHEME(-20, false),
        EVAL(-10, false),
        INSECURE_PICTURES(-10, true),
        UNSAFE_STYLES(0, true),
        NOTHING_UNSAFE(5, true),
        NOTHING_UNSAFE_AND_NONE_BY_DEFAULT(10, true);

        private final int points;
        private final boolean passes;

        Finding(int points, boolean passes) {
            this.points = points;
            this.passes = passes;
        }
    }

    private static final int SHORTEST = 6;
    private static final Set<String> MAY_REPEAT = Set.of("report-uri", "report-to");
    private static final Set<String> PASSIVE = Set.of("img-src", "media-src");
    private static final Set<String> BROAD =
            Set.of("ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*");
    private static final Set<String> INLINE = Set.of("'unsafe-inline'", "data:");

    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
    }

    static ObservatoryCsp of(Answer page) {
        List<String> policies = new ArrayList<>();
        for (String line : page.all("Content-Security-Policy")) {
            policies.addAll(Arrays.asList(line.split(",", -1)));
        }
        if (policies.isEmpty()) {
            return new ObservatoryCsp(Finding.MISSING.points, false);
        }
        try {
            return judged(policies);
        } catch (Unreadable fault) {
            return new ObservatoryCsp(Finding.INVALID.points, false);
        }
    }

    private static ObservatoryCsp judged(List<String> policies) throws Unreadable {
        Map<String, Set<String>> csp = new LinkedHashMap<>();
        boolean repeats = false;
        for (int i = 0; i < policies.size(); i++) {
            Map<String, Set<String>> policy = new LinkedHashMap<>();
            repeats |= read(policies.get(i).strip(), policy);
            join(csp, policy, i == 0);
        }
        Finding finding = finding(csp);
        int points = finding.passes && repeats ? 0 : finding.points;
        return new ObservatoryCsp(points, csp.containsKey("frame-ancestors"));
    }

    /** Whether a directive that may be repeated was. */
    private static boolean read(String policy, Map<String, Set<String>> directives) throws Unreadable {
        boolean repeats = false;
        if (policy.length() < SHORTEST) {
            throw new Unreadable();
        }
        for (String part : policy.split(";")) {
            String[] words = part.strip().toLowerCase(Locale.ROOT).split("\\s+");
            if (words[0].isEmpty()) {
                continue;
            }
            if (!directives.containsKey(words[0])) {
                Set<String> sources = new LinkedHashSet<>(Arrays.asList(words).subList(1, words.length));
                directives.put(words[0], sources.isEmpty() ? new LinkedHashSet<>(Set.of("'none'")) : sources);
            } else if (MAY_REPEAT.contains(words[0])) {
                repeats = true;
            } else {
                throw new Unreadable();
            }
        }
        return repeats;
    }

    private static void join(Map<String, Set<String>> csp, Map<String, Set<String>> policy, boolean first) {
        policy.forEach((directive, sources) -> {
            Set<String> both = new LinkedHashSet<>(sources);
            if (!first) {
                both.retainAll(csp.getOrDefault(directive, Set.of()));
            }
            csp.put(directive, both.isEmpty() ? new LinkedHashSet<>(Set.of("'none'")) : both);
        });
    }

    private static Finding finding(Map<String, Set<String>> csp) {
        Set<String> scripts = effective(csp, "script-src");
        Set<String> styles = effective(csp, "style-src");
        trust(scripts);
        if (scripts.contains("'strict-dynamic'") && !hasNonceOrHash(scripts)) {
            return Finding.INVALID;
        }
        if (hasNonceOrHash(styles)) {
            styles.remove("'unsafe-inline'");
        }
        if (isBroad(scripts) || isInline(scripts) || isBroad(effective(csp, "object-src"))) {
            return Finding.UNSAFE_SCRIPTS;
        }
        if (isInsecure(active(csp, scripts))) {
            return Finding.INSECURE_SCHEME;
        }
        if (scripts.contains("'unsafe-eval'") || styles.contains("'unsafe-eval'")) {
            return Finding.EVAL;
        }
        if (isInsecure(passive(csp))) {
            return Finding.INSECURE_PICTURES;
        }
        if (isBroad(styles) || isInline(styles)) {
            return Finding.UNSAFE_STYLES;
        }
        return Set.of("'none'").equals(csp.get("default-src"))
                ? Finding.NOTHING_UNSAFE_AND_NONE_BY_DEFAULT
                : Finding.NOTHING_UNSAFE;
    }

    private static Set<String> effective(Map<String, Set<String>> csp, String directive) {
        return new HashSet<>(csp.getOrDefault(directive, csp.getOrDefault("default-src", Set.of("*"))));
    }

    /** Takes off what browsers that know nonces pass over. */
    private static void trust(Set<String> scripts) {
        if (hasNonceOrHash(scripts)) {
            scripts.remove("'unsafe-inline'");
            if (scripts.contains("'strict-dynamic'")) {
                scripts.remove("'self'");
                scripts.removeIf(source -> BROAD.stream().anyMatch(source::startsWith));
            }
        }
    }

    private static boolean hasNonceOrHash(Set<String> sources) {
        return sources.stream().anyMatch(source -> source.matches("'(nonce|sha256|sha384|sha512)-.*"));
    }

    private static boolean isBroad(Set<String> sources) {
        return sources.stream().anyMatch(BROAD::contains);
    }

    private static boolean isInline(Set<String> sources) {
        return sources.stream().anyMatch(INLINE::contains);
    }

    private static boolean isInsecure(Collection<String> sources) {
        return sources.stream().anyMatch(source -> source.startsWith("http:") || source.startsWith("ftp:"));
    }

    private static List<String> active(Map<String, Set<String>> csp, Set<String> scripts) {
        List<String> active = new ArrayList<>(scripts);
        csp.forEach((directive, sources) -> {
            if (!PASSIVE.contains(directive) && !directive.equals("script-src")) {
                active.addAll(sources);
            }
        });
        return active;
    }

    private static List<String> passive(Map<String, Set<String>> csp) {
        List<String> passive = new ArrayList<>();
        for (String directive : PASSIVE) {
            passive.addAll(csp.getOrDefault(directive, csp.getOrDefault("default-src", Set.of())));
        }
        return passive;
    }
}
