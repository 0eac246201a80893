/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The multipliers of one dimension (service tier, speed or region) by the provider's words for it. Words are matched
 * without regard to case, and without the prefixes that some answers put before them. Immutable.
 */
final class Multipliers {
    private static final String AUTO = "auto";
    private static final List<String> PREFIXES = List.of("service_tier_", "on_demand_");
    /** What stands for the list price, in whatever dimension, unless an entry says otherwise. */
    private static final List<String> STANDARD = List.of(
            "default",
            "standard",
            "standard_only",
            "on_demand",
            "unspecified",
            "traffic_type_unspecified",
            "global",
            "not_available");

    static final Multipliers NONE = new Multipliers(List.of(), List.of());

    private final String[] words;
    private final Multiplier[] values;

    Multipliers(List<String> words, List<Multiplier> values) {
        this.words = words.toArray(String[]::new);
        this.values = values.toArray(Multiplier[]::new);
    }

    /** Whether there is a multiplier for exactly this. */
    boolean names(String word) {
        for (String known : words) {
            if (isSame(known, word)) {
                return true;
            }
        }
        return false;
    }

    /** The multiplier of what an answer names; null if it has no known price. */
    @Nullable
    Multiplier of(@Nullable String word) {
        if (word == null) {
            return Multiplier.ONE;
        }
        for (int i = 0; i < words.length; i++) {
            if (isSame(words[i], word)) {
                return values[i];
            }
        }
        return isStandard(word) ? Multiplier.ONE : null;
    }

    /**
     * The dearest that a provider may choose for a request that asks for this: it can always fall back to the standard, and
     * choose freely if it is asked to. Null if what is asked for has no known price.
     */
    @Nullable
    Multiplier dearest(@Nullable String asked) {
        if (asked != null && asked.equalsIgnoreCase(AUTO)) {
            return dearest();
        }
        Multiplier named = of(asked);
        return named == null ? null : named.max(Multiplier.ONE);
    }

    private Multiplier dearest() {
        Multiplier dearest = Multiplier.ONE;
        for (Multiplier value : values) {
            dearest = dearest.max(value);
        }
        return dearest;
    }

    private static boolean isStandard(String word) {
        for (String standard : STANDARD) {
            if (standard.equalsIgnoreCase(word) || isSame(standard, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(String word, String named) {
        int offset = word.length() == named.length() ? 0 : prefix(named);
        return named.length() - offset == word.length() && named.regionMatches(true, offset, word, 0, word.length());
    }

    private static int prefix(String word) {
        for (String prefix : PREFIXES) {
            if (word.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return prefix.length();
            }
        }
        return 0;
    }
}
