/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.Configured;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.headers.HeadersPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sent over TLS where one pattern of paths leads.
 *
 * @param name for the evidence: empty for the site, {@code at /docs/**: } for a rule
 * @param rules what is sent there
 */
record HeaderPlace(String name, HeaderRules rules) {

    /** The site, then each pattern of each rule. */
    static List<HeaderPlace> all(HeadersPolicy policy, Configured configured) {
        List<HeaderPlace> places = new ArrayList<>();
        places.add(new HeaderPlace("", policy.rules(true)));
        for (String rule : configured.sections("headers.rules")) {
            for (String pattern : configured.texts(rule + ".paths")) {
                places.add(new HeaderPlace("at " + pattern + ": ", policy.rules(sample(pattern), true)));
            }
        }
        return places;
    }

    /** A path that the pattern matches: what is free in it gets a name. */
    private static String sample(String pattern) {
        StringBuilder path = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            int end = c == '{' ? pattern.indexOf('}', at) : at;
            path.append(c == '{' || c == '*' ? 'x' : c);
            at = Math.max(at, end);
        }
        return path.toString();
    }

    /** What is sent of this header; null if it is not, or stripped. */
    @Nullable
    String value(String header) {
        HeaderRule rule = rules.find(header);
        return rule == null ? null : rule.value();
    }
}
