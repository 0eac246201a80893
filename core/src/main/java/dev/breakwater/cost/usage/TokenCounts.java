/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How many tokens there are of each class and modality. Immutable. */
@SuppressWarnings("EnumOrdinal") // The numbers are places in an array, and never leave it.
final class TokenCounts {
    private static final TokenClass[] CLASSES = TokenClass.values();
    private static final Modality[] MODALITIES = Modality.values();
    private static final int SIZE = CLASSES.length * MODALITIES.length;

    private final long[] totals = new long[CLASSES.length];
    // Null if all of it is text, which nearly all calls are.
    private final long @Nullable [] cells;

    /** Takes the cells of a {@linkplain #cells() table}, which must not change any more. */
    TokenCounts(long[] table) {
        boolean textOnly = true;
        for (int i = 0; i < SIZE; i++) {
            int tokenClass = i / MODALITIES.length;
            totals[tokenClass] = sum(totals[tokenClass], table[i]);
            textOnly &= table[i] == 0 || MODALITIES[i % MODALITIES.length] == Modality.TEXT;
        }
        cells = textOnly ? null : table;
    }

    /** An empty table. */
    static long[] cells() {
        return new long[SIZE];
    }

    static int index(TokenClass tokenClass, Modality modality) {
        return tokenClass.ordinal() * MODALITIES.length + modality.ordinal();
    }

    boolean isTextOnly() {
        return cells == null;
    }

    long of(TokenClass tokenClass) {
        return totals[tokenClass.ordinal()];
    }

    long of(TokenClass tokenClass, Modality modality) {
        if (cells == null) {
            return modality == Modality.TEXT ? of(tokenClass) : 0;
        }
        return cells[index(tokenClass, modality)];
    }

    long total(boolean input) {
        long total = 0;
        for (TokenClass each : CLASSES) {
            if (each.isInput() == input) {
                total = sum(total, of(each));
            }
        }
        return total;
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        if (sum < 0) {
            throw new CostOverflowException("tokens: " + one + " + " + other + " (expected: less than 2^63)");
        }
        return sum;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenCounts that
                && Arrays.equals(totals, that.totals)
                && Arrays.equals(cells, that.cells);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(totals);
    }

    /** The classes that have tokens, and of these the modalities other than text. */
    @Override
    public String toString() {
        StringJoiner all = new StringJoiner(", ", "{", "}");
        for (TokenClass each : CLASSES) {
            if (of(each) > 0) {
                all.add(each + "=" + of(each) + besideText(each));
            }
        }
        return all.toString();
    }

    private String besideText(TokenClass tokenClass) {
        StringJoiner others = new StringJoiner(", ", " (", ")").setEmptyValue("");
        for (Modality each : MODALITIES) {
            if (each != Modality.TEXT && of(tokenClass, each) > 0) {
                others.add(each + "=" + of(tokenClass, each));
            }
        }
        return others.toString();
    }
}
