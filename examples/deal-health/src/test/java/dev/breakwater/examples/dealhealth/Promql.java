/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** As much of Prometheus' language as it takes to know which meters a query is about. */
final class Promql {
    private static final Pattern COMMENT = Pattern.compile("#[^\\n]*");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SELECTORS = Pattern.compile("\\{[^}]*}|\\[[^\\]]*]");
    private static final Pattern LABELS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    // A name that is not called, and no part of a number such as 1e9.
    private static final Pattern NAME = Pattern.compile("(?<![\\w.:])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    private Promql() {}

    /** The names of the series that a query reads. */
    static Set<String> series(String query) {
        String bare = query;
        for (Pattern noise : new Pattern[] {COMMENT, TEXT, SELECTORS, LABELS}) {
            bare = noise.matcher(bare).replaceAll(" ");
        }
        // What is left of "5m" after offset begins with a digit, and is no name.
        Set<String> names = new TreeSet<>();
        NAME.matcher(bare).results().map(MatchResult::group).forEach(names::add);
        names.removeAll(WORDS);
        return names;
    }

    /** The names of the series in a text that Prometheus scrapes. */
    static Set<String> scraped(String text) {
        Set<String> names = new TreeSet<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }
}
