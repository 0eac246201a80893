/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long browsers may keep a preflight's answer. */
final class MaxAge {
    private static final String PATH = "max-age";
    private static final Duration DISABLED = Duration.ofSeconds(-1);
    private static final Duration FIREFOX_CAP = Duration.ofHours(24);
    private static final Duration CHROMIUM_CAP = Duration.ofHours(2);

    private MaxAge() {}

    /** The header's value, or null if none is to be sent. */
    static @Nullable String value(@Nullable Duration maxAge, Problems problems) {
        if (maxAge == null) {
            return null;
        }
        if (maxAge.compareTo(FIREFOX_CAP) > 0 || (maxAge.isNegative() && !maxAge.equals(DISABLED))) {
            problems.error(
                    "BW-CORS-030",
                    PATH,
                    maxAge.toString(),
                    "0s to 24h, or -1s: never keep it",
                    "No browser keeps it longer than 24h; 2h is what Chromium grants.");
        } else if (maxAge.compareTo(CHROMIUM_CAP) > 0) {
            problems.warning(
                    "BW-CORS-034",
                    PATH,
                    maxAge.toString(),
                    "at most 2h",
                    "Only Firefox keeps it longer than 2h, Safari 10m.");
        }
        // -1 is the old way to say it; 0 is the one that all browsers read.
        return Long.toString(Math.max(maxAge.toSeconds(), 0));
    }
}
