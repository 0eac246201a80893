/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/**
 * Divides the input or output of one call among classes and modalities. Where the provider does not say of which modality
 * the tokens of a class are, the dearer reading holds: what the cache gave cheaper was text, and no sound. For one thread.
 */
@SuppressWarnings("EnumOrdinal") // The numbers are places in an array, and never leave it.
final class Shares {
    // The dearest last.
    private static final Modality[] CHEAPEST_FIRST = {
        Modality.TEXT, Modality.OTHER, Modality.VIDEO, Modality.IMAGE, Modality.AUDIO
    };

    private final TokenUsage.Builder usage;
    private final long[] left = new long[CHEAPEST_FIRST.length];
    private boolean beside;
    private boolean clear;

    /**
     * What is to be divided.
     *
     * @param total all of it
     * @param told what the provider says about its modalities; the rest is text
     */
    Shares(TokenUsage.Builder usage, long total, ModalityCounts told) {
        this.usage = usage;
        for (Modality each : CHEAPEST_FIRST) {
            left[each.ordinal()] = told.of(each);
        }
        // More than there is in all cannot be part of it: the larger reading keeps it.
        long others = told.total() - told.of(Modality.TEXT);
        left[Modality.TEXT.ordinal()] = Math.max(told.of(Modality.TEXT), total - others);
        clear = told.total() <= total;
    }

    /** What is taken from now on is no part of the whole, but comes beside it, as it is more than the whole. */
    void besideWhole() {
        beside = true;
        clear = false;
    }

    /** Gives tokens to a class. */
    void take(TokenClass tokenClass, long count, ModalityCounts told) {
        long rest = count;
        for (Modality each : CHEAPEST_FIRST) {
            long known = each == Modality.TEXT ? 0 : told.of(each);
            if (known > 0) {
                clear &= known <= rest;
                rest = Math.max(0, rest - known);
                give(tokenClass, each, known);
            }
        }
        if (!told.isTold() && isOpen(rest)) {
            clear = false;
        }
        takeCheapest(tokenClass, rest);
    }

    /** Gives text tokens to a class. */
    void takeText(TokenClass tokenClass, long count) {
        give(tokenClass, Modality.TEXT, count);
    }

    /** Gives tokens of which nothing is told to a class. */
    void take(TokenClass tokenClass, long count) {
        take(tokenClass, count, Counts.TEXT_ONLY);
    }

    /** Whether so many tokens could be of one modality or of another. */
    private boolean isOpen(long count) {
        long all = 0;
        int kinds = 0;
        for (long each : left) {
            all += each;
            kinds += each > 0 ? 1 : 0;
        }
        return count > 0 && count < all && kinds > 1;
    }

    private void takeCheapest(TokenClass tokenClass, long count) {
        long rest = count;
        for (Modality each : CHEAPEST_FIRST) {
            long part = beside ? 0 : Math.min(rest, left[each.ordinal()]);
            give(tokenClass, each, part);
            rest -= part;
        }
        give(tokenClass, Modality.TEXT, rest);
    }

    private void give(TokenClass tokenClass, Modality modality, long count) {
        if (count == 0) {
            return;
        }
        usage.add(tokenClass, modality, count);
        if (!beside) {
            clear &= count <= left[modality.ordinal()];
            left[modality.ordinal()] = Math.max(0, left[modality.ordinal()] - count);
        }
    }

    /** Gives all that is left to a class; whether nothing was in conflict or left open. */
    boolean rest(TokenClass tokenClass) {
        for (Modality each : CHEAPEST_FIRST) {
            usage.add(tokenClass, each, left[each.ordinal()]);
        }
        return clear;
    }
}
