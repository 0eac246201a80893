/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the text of a policy and notes what is wrong with it. */
final class CspReader {
    private final Map<CspDirective, List<String>> directives = new LinkedHashMap<>();
    private final CspChecks checks;

    private CspReader(CspChecks checks) {
        this.checks = checks;
    }

    /**
     * The policy, as far as it can be read.
     *
     * @param path where the text comes from
     * @param enforced whether it is more than reported
     */
    static ContentSecurityPolicy read(String text, String path, boolean enforced, Problems problems) {
        CspChecks checks = new CspChecks(path, enforced, problems);
        CspReader reader = new CspReader(checks);
        int start = 0;
        while (start <= text.length()) {
            int semicolon = text.indexOf(';', start);
            int end = semicolon < 0 ? text.length() : semicolon;
            reader.directive(words(text, start, end));
            start = end + 1;
        }
        ContentSecurityPolicy policy = new ContentSecurityPolicy(reader.directives);
        checks.check(policy, text);
        return policy;
    }

    private static List<String> words(String text, int start, int end) {
        List<String> words = new ArrayList<>();
        int at = start;
        while (at < end) {
            int from = at;
            while (at < end && !isBlank(text.charAt(at))) {
                at++;
            }
            if (at > from) {
                words.add(text.substring(from, at));
            }
            at++;
        }
        return words;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void directive(List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        String name = words.get(0);
        CspDirective directive = CspDirective.find(name);
        if (directive == null) {
            checks.unknown(name);
        } else if (directives.putIfAbsent(directive, List.copyOf(words.subList(1, words.size()))) != null) {
            checks.repeated(directive);
        }
    }
}
