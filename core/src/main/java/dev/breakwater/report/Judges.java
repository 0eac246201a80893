/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What many checks share. */
final class Judges {
    private static final int MOST_NAMED = 10;

    private Judges() {}

    /**
     * A judgement about what one of our guards does: if the application has put its own in the place, nobody here can tell;
     * if none stands, that is a failure.
     *
     * @param fix how to have it stand
     */
    static Function<ReadinessContext, Finding> about(
            String guard, String fix, Function<ReadinessContext, Finding> judge) {
        return context -> {
            if (context.replaced().contains(guard)) {
                return Finding.outside(
                        "The application's own guard " + guard + " stands here; what it does cannot be seen.");
            }
            return context.stands(guard) ? judge.apply(context) : absent(context, guard, fix);
        };
    }

    private static Finding absent(ReadinessContext context, String guard, String fix) {
        return context.settings().enabled()
                ? Finding.fail("no guard " + guard + " stands", fix)
                : Finding.fail("no guard stands: breakwater.enabled is false", "Set breakwater.enabled to true.");
    }

    /** A judgement by a key that not all versions have. */
    static Function<ReadinessContext, Finding> since(String key, Function<ReadinessContext, Finding> judge) {
        return context -> context.configured().knows(key)
                ? judge.apply(context)
                : Finding.outside("This version has no key " + key + ".");
    }

    /** Fails in production and only warns elsewhere. */
    static Finding failInProduction(ReadinessContext context, String evidence, String fix) {
        return context.isProduction() ? Finding.fail(evidence, fix) : Finding.warn(evidence, fix);
    }

    /** The first of them, and how many more there are. */
    static String list(Collection<?> items) {
        String shown = items.stream().limit(MOST_NAMED).map(Object::toString).collect(Collectors.joining(", "));
        int more = items.size() - MOST_NAMED;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    /** {@code gemini: 3, prices: 1}. */
    static String counts(Map<String, Long> counts) {
        return list(counts.entrySet().stream()
                .map(count -> count.getKey() + ": " + count.getValue())
                .toList());
    }

    /** A duration in its largest whole unit, as the configuration would write it: {@code 730d}, {@code 1500ms}. */
    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** A size in its largest whole unit, as the configuration would write it: {@code 1MB}. */
    static String bytes(long size) {
        long mega = 1024L * 1024;
        return size > 0 && size % mega == 0 ? size / mega + "MB" : size % 1024 == 0 ? size / 1024 + "KB" : size + "B";
    }
}
