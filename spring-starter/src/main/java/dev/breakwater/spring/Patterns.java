/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;

/** Spring's path patterns beside ours. */
final class Patterns {

    private Patterns() {}

    /** Spring's pattern in our words: {@code {id:[0-9]+}} is one segment, <code>{*rest}</code> any number. */
    static String plain(String pattern) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{' && depth++ == 0) {
                text.append(pattern.startsWith("{*", i) ? "**" : "*");
            } else if (c == '}') {
                depth--;
            } else if (depth == 0) {
                text.append(c == '?' ? '*' : c);
            }
        }
        return text.length() == 0 ? "/" : text.toString();
    }

    /** Whether some path matches both: where one matches an example of the other, or the other cannot be read. */
    static boolean meet(PathPattern ours, String plain) {
        PathPattern other = PathPattern.parse(plain, "mapping", new Problems());
        return other == null || ours.matches(example(plain)) || other.matches(example(plain(ours.toString())));
    }

    /** A path that matches. */
    static String example(String plain) {
        return plain.replace("**", "x").replace('*', 'x');
    }
}
