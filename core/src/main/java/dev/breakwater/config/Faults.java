/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;

/** Says what is wrong with the value of one key. */
final class Faults {
    private static final String HIDDEN = "(hidden)";
    private static final String NEVER_MERGED = "A list is never merged with another source's; give all of it in one.";

    private final String code;
    private final Problems problems;

    Faults(String code, Problems problems) {
        this.code = code;
        this.problems = problems;
    }

    void unreadable(String path, Entry entry, ScalarType<?> type) {
        String shown = type.isSecret() ? HIDDEN : Shown.value(entry.value());
        String fix = seconds(entry.value().strip(), type) + Typo.suggestion(entry.value(), type.choices());
        problems.error(code, path, shown, type.expected(), fix + Shown.from(entry.origin()));
    }

    // Elsewhere durations are plain numbers, of seconds mostly.
    private static String seconds(String text, ScalarType<?> type) {
        return !type.isSecret() && Step.isNumber(text) && type.accepts(text + "s") ? "Write " + text + "s. " : "";
    }

    void brokenArray(String path, Entry entry, ScalarType<?> type) {
        String shown = type.isSecret() ? HIDDEN : Shown.value(entry.value());
        problems.error(
                code,
                path,
                shown,
                "a, b or a JSON array such as [\"a\",\"b\"]",
                "A value that begins with [ is read as JSON. " + Shown.from(entry.origin()));
    }

    void twice(String path, Entry entry) {
        problems.error(
                code,
                path,
                "given as a whole and by index",
                "one of the two",
                "Remove one. " + Shown.from(entry.origin()));
    }

    void gap(String path, String origin) {
        problems.error(
                code,
                path,
                "an index is left out",
                "indices 0, 1, 2 and so on",
                NEVER_MERGED + " " + Shown.from(origin));
    }

    void missing(String path, ValueType<?> type) {
        String fix = "Set breakwater." + path + ".";
        // Often it is there, in a lower source, and one key of the list in a higher one has hidden it.
        problems.error(code, path, "missing", type.expected(), path.indexOf('[') < 0 ? fix : fix + " " + NEVER_MERGED);
    }
}
