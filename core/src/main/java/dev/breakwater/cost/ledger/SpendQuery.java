/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked for. Immutable.
 *
 * @param by what there is a line for
 * @param from the first day, of the book's zone; null for the first that is known
 * @param to the last day; null for the last that is known
 * @param requests how many requests were answered in this time, for the cost per 1,000 of them; 0 if nobody counted
 */
public record SpendQuery(
        SpendDimension by,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        long requests) {
    /** Everything that is known, by this. */
    public static SpendQuery by(SpendDimension dimension) {
        return new SpendQuery(dimension, null, null, 0);
    }

    /** From one day to another, both included. */
    public SpendQuery between(@Nullable LocalDate first, @Nullable LocalDate last) {
        return new SpendQuery(by, first, last, requests);
    }

    /** With so many requests to share the cost. */
    public SpendQuery perRequests(long count) {
        return new SpendQuery(by, from, to, count);
    }

    boolean includes(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }
}
