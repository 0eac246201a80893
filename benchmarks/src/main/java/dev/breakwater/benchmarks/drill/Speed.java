/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many times faster than shipped the rules look, wait and are evaluated: every duration in them is divided by this,
 * those that are written as a number of seconds too, and nothing else is changed.
 *
 * @param factor 1 leaves them as they are
 */
record Speed(int factor) {
    private static final String DURATION = "(?:[0-9]+(?:ms|[smhdwy]))+";

    // Ranges and what follows "offset" in a query, waits and intervals of a rule. The names of recorded series have
    // durations as well, but not there.
    private static final Pattern IN_RULES = Pattern.compile("(?m)(?<=\\[)" + DURATION + "(?=])|(?<=\\boffset )"
            + DURATION + "|(?<=^ {2,8}(?:for|interval): )" + DURATION + "$");
    // A rate and the seconds of its window, compared with a number of requests: that many are to be the same at any
    // speed.
    private static final Pattern SECONDS = Pattern.compile("(?<= \\* )[0-9]+(?= >= )");
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|[smhdwy])");

    Speed {
        if (factor < 1 || factor > 100) {
            throw new IllegalArgumentException("--speed=" + factor + " (expected: from 1 to 100)");
        }
    }

    /** The text of a file of rules, faster. */
    String of(String rules) {
        String faster = IN_RULES.matcher(rules).replaceAll(found -> text(of(parse(found.group()))));
        return SECONDS.matcher(faster).replaceAll(found -> Double.toString(Double.parseDouble(found.group()) / factor));
    }

    /** This duration, faster. */
    Duration of(Duration shipped) {
        return shipped.dividedBy(factor);
    }

    /** As Prometheus' configuration takes it, to the millisecond. */
    static String text(Duration duration) {
        return Math.max(1, duration.toMillis()) + "ms";
    }

    private static Duration parse(String text) {
        Duration sum = Duration.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            sum = sum.plus(unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))));
        }
        return sum;
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            case "w" -> Duration.ofDays(7);
            case "y" -> Duration.ofDays(365);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
