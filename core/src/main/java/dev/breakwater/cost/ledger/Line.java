/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.time.Instant;
import java.time.LocalDate;

/** A line of a ledger's file. Immutable. */
sealed interface Line {
    /** Something happened to an attempt. */
    record Happened(Entry entry) implements Line {}

    /** A file begins, of this version of the format. */
    record Head(long version) implements Line {}

    /** What was spent in a window according to all files before, and the limit of that time. */
    record Carried(Slot slot, long amount, long limit) implements Line {}

    /** What was spent on a day by calls of one kind according to all files before. */
    record KindOfDay(LocalDate day, SpendBook.Kind kind, Spend spend) implements Line {}

    /** What was spent on a day by a budget's key according to all files before. */
    record HolderOfDay(LocalDate day, SpendBook.Holder holder, Spend spend) implements Line {}

    /** What was spent in an hour according to all files before. */
    record OfHour(Instant hour, Spend spend) implements Line {}
}
