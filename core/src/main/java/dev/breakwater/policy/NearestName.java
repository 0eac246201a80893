/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the legal name that somebody probably meant; case, dashes, dots and underscores do not count. */
public final class NearestName {
    private static final int LONGEST = 100;

    private NearestName() {}

    /** The nearest of these names, or null if none is near. */
    public static @Nullable String of(String written, Collection<String> legal) {
        String plain = uniform(written);
        if (plain.length() > LONGEST) {
            return null;
        }
        int best = Math.max(1, plain.length() / 3) + 1;
        String likely = null;
        for (String name : legal) {
            int distance = distance(plain, uniform(name));
            if (distance < best) {
                best = distance;
                likely = name;
            }
        }
        return likely;
    }

    /** A name without what spellings differ in. */
    public static String uniform(String name) {
        StringBuilder plain = new StringBuilder();
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c != '-' && c != '_' && c != '.') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    // Edits, where two neighbours swapped are one: the optimal string alignment distance.
    private static int distance(String one, String other) {
        int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                edits[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : cheapest(edits, one, i, other, j);
            }
        }
        return edits[one.length()][other.length()];
    }

    private static int cheapest(int[][] edits, String one, int i, String other, int j) {
        char a = one.charAt(i - 1);
        char b = other.charAt(j - 1);
        int best = edits[i - 1][j - 1] + (a == b ? 0 : 1);
        best = Math.min(best, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a == other.charAt(j - 2) && b == one.charAt(i - 2);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
