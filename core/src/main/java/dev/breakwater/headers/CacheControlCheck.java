/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.NearestName;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with {@code Cache-Control} (RFC 9111 section 5.2.2, RFC 5861, RFC 8246). */
final class CacheControlCheck {
    private static final Set<String> SECONDS =
            Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");
    private static final Set<String> FLAGS = Set.of(
            "public",
            "no-store",
            "must-revalidate",
            "proxy-revalidate",
            "no-transform",
            "must-understand",
            "immutable");
    // They stand alone, or name fields.
    private static final Set<String> LISTS = Set.of("private", "no-cache");
    private static final List<String> CONTRADICT_NO_STORE = List.of("public", "private", "immutable");

    private final String path;
    private final Problems problems;
    private final Map<String, @Nullable String> seen = new HashMap<>();

    private CacheControlCheck(String path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    static void check(String value, String path, Problems problems) {
        CacheControlCheck check = new CacheControlCheck(path, problems);
        for (int start = 0; start <= value.length(); ) {
            int comma = endOfElement(value, start);
            check.element(value.substring(start, comma).strip());
            start = comma + 1;
        }
        check.together();
    }

    private static int endOfElement(String value, int start) {
        boolean quoted = false;
        for (int i = start; i < value.length(); i++) {
            char c = value.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    private void element(String text) {
        int equals = text.indexOf('=');
        String name = (equals < 0 ? text : text.substring(0, equals)).toLowerCase(Locale.ROOT);
        String argument = equals < 0 ? null : text.substring(equals + 1);
        if (!HeaderSyntax.isToken(name)) {
            fault(text, "directives such as no-store or max-age=60", "Separate them by commas.");
        } else if (seen.containsKey(name)) {
            fault(text, "each directive once", "Caches may take the first, or none: keep one.");
        } else {
            seen.put(name, argument);
            argument(name, argument, text);
        }
    }

    private void argument(String name, @Nullable String argument, String text) {
        if (SECONDS.contains(name)) {
            if (argument == null || !isSeconds(argument)) {
                fault(text, name + "= and a number of seconds, at most 2147483648", "Write " + name + "=60.");
            }
        } else if (FLAGS.contains(name)) {
            if (argument != null) {
                fault(text, name + " alone", "It takes no value: remove it.");
            }
        } else if (!LISTS.contains(name)) {
            unknown(name, text);
        }
    }

    private void unknown(String name, String text) {
        List<String> known = new ArrayList<>(SECONDS);
        known.addAll(FLAGS);
        known.addAll(LISTS);
        String nearest = NearestName.of(name, known);
        problems.warning(
                "BW-HEADERS-067",
                path,
                text,
                "a directive of RFC 9111",
                nearest == null ? "Caches that do not know it pass over it." : "Did you mean " + nearest + "?");
    }

    // RFC 9111 section 1.2.2: a recipient must cope with 2^31.
    private static boolean isSeconds(String text) {
        if (text.isEmpty() || text.length() > 10) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return Long.parseLong(text) <= 1L << 31;
    }

    private void together() {
        if (seen.containsKey("public") && seen.containsKey("private") && seen.get("private") == null) {
            fault("public, private", "one of the two", "They contradict each other: remove one.");
        }
        if (!seen.containsKey("no-store")) {
            return;
        }
        for (String other : CONTRADICT_NO_STORE) {
            if (seen.containsKey(other)) {
                fault(other + ", no-store", "one of the two", "What is not stored is not kept by anybody: remove one.");
            }
        }
        for (String age : SECONDS) {
            String seconds = seen.get(age);
            if (seconds != null && isSeconds(seconds) && Long.parseLong(seconds) > 0) {
                problems.warning(
                        "BW-HEADERS-067",
                        path,
                        age + "=" + seconds + ", no-store",
                        "one of the two",
                        "What is not stored does not age: remove one.");
            }
        }
    }

    private void fault(String value, String expected, String fix) {
        problems.error("BW-HEADERS-066", path, value, expected, fix);
    }
}
