/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is said about HTTP Strict Transport Security (RFC 6797). Sent over TLS only: section 7.2 forbids it elsewhere.
 *
 * @param path below which it was said, empty or ending in a dot
 * @param maxAge how long browsers insist on TLS; null if not said
 * @param disabled whether browsers shall forget
 * @param includeSubdomains whether subdomains are meant too; null if not said
 * @param preload whether the domain may be put into browsers' lists; null if not said
 */
record Hsts(
        String path,
        @Nullable Duration maxAge,
        boolean disabled,
        @Nullable Boolean includeSubdomains,
        @Nullable Boolean preload) {
    private static final Duration TWO_YEARS = Duration.ofDays(730);
    private static final Duration HALF_A_YEAR = Duration.ofDays(180);
    private static final Duration PRELOAD_FLOOR = Duration.ofDays(365);

    static Hsts unsaid(String path) {
        return new Hsts(path, null, false, null, null);
    }

    Hsts withMaxAge(Duration age) {
        return new Hsts(path, age, false, includeSubdomains, preload);
    }

    Hsts withSubdomains(boolean included) {
        return new Hsts(path, maxAge, disabled, included, preload);
    }

    Hsts withPreload(boolean listed) {
        return new Hsts(path, maxAge, disabled, includeSubdomains, listed);
    }

    Hsts forgotten() {
        return new Hsts(path, null, true, includeSubdomains, preload);
    }

    /** This, and where it says nothing what is said above. */
    Hsts over(Hsts above) {
        if (equals(unsaid(path))) {
            return above;
        }
        boolean agesHere = maxAge != null || disabled;
        return new Hsts(
                path,
                agesHere ? maxAge : above.maxAge,
                agesHere ? disabled : above.disabled,
                includeSubdomains == null ? above.includeSubdomains : includeSubdomains,
                preload == null ? above.preload : preload);
    }

    /**
     * The header's value, or null for none; notes what is wrong.
     *
     * @param byDefault whether the preset has one
     */
    @Nullable
    String value(boolean byDefault, Problems problems) {
        if (disabled) {
            return "max-age=0";
        }
        Duration age = maxAge == null && byDefault ? TWO_YEARS : maxAge;
        boolean subdomains = includeSubdomains == null || includeSubdomains;
        boolean listed = preload != null && preload;
        if (maxAge != null) {
            checkMaxAge(maxAge, problems);
        }
        if (listed && (age == null || age.compareTo(PRELOAD_FLOOR) < 0 || !subdomains)) {
            problems.error(
                    "BW-HEADERS-041",
                    path + "hsts.preload",
                    "true",
                    "a max-age of at least 365d and include-subdomains",
                    "Browsers' lists take no others: raise max-age and include subdomains, or do not preload.");
        }
        return age == null
                ? null
                : "max-age=" + age.toSeconds() + (subdomains ? "; includeSubDomains" : "")
                        + (listed ? "; preload" : "");
    }

    private void checkMaxAge(Duration age, Problems problems) {
        if (age.toSeconds() <= 0) {
            problems.error(
                    "BW-HEADERS-059",
                    path + "hsts.max-age",
                    age.toString(),
                    "at least 1s",
                    "0 makes browsers forget: if that is meant, say so with disableHsts().");
        } else if (age.compareTo(HALF_A_YEAR) < 0) {
            problems.warning(
                    "BW-HEADERS-042",
                    path + "hsts.max-age",
                    age.toString(),
                    "at least 180d",
                    "A visitor who stays away longer comes back unprotected; raise it once TLS works everywhere.");
        }
    }
}
