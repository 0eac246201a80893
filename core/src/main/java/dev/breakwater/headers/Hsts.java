/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP Strict Transport Security (RFC 6797). Sent over TLS only: section 7.2 forbids it elsewhere.
 *
 * @param maxAge how long browsers insist on TLS; null for no header
 * @param includeSubdomains whether subdomains are meant too
 * @param preload whether the domain may be put into browsers' lists
 */
record Hsts(@Nullable Duration maxAge, boolean includeSubdomains, boolean preload) {
    static final Duration TWO_YEARS = Duration.ofDays(730);
    private static final Duration HALF_A_YEAR = Duration.ofDays(180);
    private static final Duration PRELOAD_FLOOR = Duration.ofDays(365);

    void check(Problems problems) {
        if (maxAge != null) {
            checkMaxAge(maxAge, problems);
        }
        if (preload && (maxAge == null || maxAge.compareTo(PRELOAD_FLOOR) < 0 || !includeSubdomains)) {
            problems.error(
                    "BW-HEADERS-041",
                    "hsts.preload",
                    "true",
                    "a max-age of at least 365d and include-subdomains",
                    "Browsers' lists take no others: raise max-age and include subdomains, or do not preload.");
        }
    }

    private static void checkMaxAge(Duration maxAge, Problems problems) {
        if (maxAge.toSeconds() <= 0) {
            problems.error(
                    "BW-HEADERS-042",
                    "hsts.max-age",
                    maxAge.toString(),
                    "at least 1s",
                    "0 makes browsers forget: if that is meant, say so with disableHsts().");
        } else if (maxAge.compareTo(HALF_A_YEAR) < 0) {
            problems.warning(
                    "BW-HEADERS-042",
                    "hsts.max-age",
                    maxAge.toString(),
                    "at least 180d",
                    "A visitor who stays away longer comes back unprotected; raise it once TLS works everywhere.");
        }
    }

    @Nullable
    String value() {
        return maxAge == null
                ? null
                : "max-age=" + maxAge.toSeconds() + (includeSubdomains ? "; includeSubDomains" : "")
                        + (preload ? "; preload" : "");
    }
}
