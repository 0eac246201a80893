/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.Locale;

/** Parts of a request that let the provider search, for a fee. */
final class Searches {
    /** How many are assumed where the provider has no field for the most. */
    static final int ASSUMED = 10;

    private Searches() {}

    static boolean isOne(String part) {
        String name = part.toLowerCase(Locale.ROOT).replace("_", "");
        return name.contains("websearch")
                || name.startsWith("googlesearch")
                || name.startsWith("googlemaps")
                || name.startsWith("xsearch")
                || name.equals("searchparameters")
                || name.equals("plugins");
    }
}
