/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be wrong with checks, whoever adds them and when. */
final class CheckRules {
    private static final Duration LONGEST = Duration.ofDays(1);

    private CheckRules() {}

    /**
     * Judges checks that are added together.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong
     */
    static void require(Collection<? extends HealthCheck> checks) {
        Problems problems = new Problems();
        Set<String> seen = new HashSet<>();
        for (HealthCheck check : checks) {
            requireName(check.name(), seen, problems);
            requireSpan(check.name() + ".interval", check.interval(), problems);
            requireSpan(check.name() + ".timeout", check.timeout(), problems);
        }
        problems.throwIfInvalid();
    }

    private static void requireName(String name, Set<String> seen, Problems problems) {
        if (!isName(name)) {
            problems.error(
                    "BW-HEALTH-010",
                    "checks",
                    '"' + name + '"',
                    "1 to 64 letters, digits, dots, dashes and underscores",
                    "Rename the check.");
        } else if (!seen.add(key(name))) {
            problems.error(
                    "BW-HEALTH-011", "checks", name, "a name of its own for each check", "Rename one of the two.");
        }
    }

    static void requireSpan(String path, @Nullable Duration span, Problems problems) {
        if (span != null && (span.isNegative() || span.isZero() || span.compareTo(LONGEST) > 0)) {
            problems.error("BW-HEALTH-003", path, span.toString(), "more than nothing, at most a day", "Try 10s.");
        }
    }

    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= 64 && name.chars().allMatch(CheckRules::isNameCharacter);
    }

    private static boolean isNameCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
    }

    /** Names are told apart without regard to case. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
