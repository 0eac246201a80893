/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.BudgetLevel;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a budget will stand at the end of its window if spending goes on as it does. A guess, and it says of which kind.
 * Immutable.
 *
 * @param amount what will have been spent at the end of the window, in the budget's unit; never less than what was
 * @param basis what the guess goes by
 * @param end when the window ends, and the budget begins anew
 */
public record Projection(long amount, Basis basis, Instant end) {
    /** What a projection goes by. */
    public enum Basis {
        /** Spending goes on as in the part of the window that is over: amount by time. */
        ELAPSED,
        /**
         * The same, but an hour in which little is spent in other weeks counts for little. Taken once two weeks or more are
         * known.
         */
        HOUR_OF_WEEK,
        /** The window moves with the time, so it has no end to look to; the amount is that of now. */
        ROLLING,
        /** The window has only begun, for less than a hundredth of its length; the amount is that of now. */
        TOO_EARLY
    }

    private static final int LEAST_SHARE = 100;

    /**
     * A projection.
     *
     * @param level the budget as it is; what is held counts as spent
     * @param book what is known of other weeks
     */
    public static Projection of(BudgetLevel level, SpendBook book, Instant now) {
        long spent = Math.addExact(level.committed(), level.held());
        Instant end = level.windowEnd();
        if (level.budget().isRolling()) {
            return new Projection(spent, Basis.ROLLING, end);
        }
        Duration whole = Duration.between(level.windowStart(), end);
        Duration elapsed = Duration.between(level.windowStart(), now);
        if (elapsed.multipliedBy(LEAST_SHARE).compareTo(whole) < 0) {
            return new Projection(spent, Basis.TOO_EARLY, end);
        }
        if (elapsed.compareTo(whole) >= 0) {
            return new Projection(spent, Basis.ELAPSED, end);
        }
        return ahead(level, spent, book.weekShape(now), now);
    }

    private static Projection ahead(BudgetLevel level, long spent, @Nullable WeekShape shape, Instant now) {
        Instant start = level.windowStart();
        Instant end = level.windowEnd();
        double past = shape == null ? 0 : shape.between(start, now);
        if (shape == null || past <= 0) {
            return new Projection(linear(spent, start, now, end), Basis.ELAPSED, end);
        }
        double more = spent * (shape.between(now, end) / past);
        return new Projection(saturated(spent + more), Basis.HOUR_OF_WEEK, end);
    }

    private static long linear(long spent, Instant start, Instant now, Instant end) {
        BigInteger whole = BigInteger.valueOf(Duration.between(start, end).toMillis());
        BigInteger elapsed = BigInteger.valueOf(Duration.between(start, now).toMillis());
        BigInteger amount = BigInteger.valueOf(spent).multiply(whole).divide(elapsed);
        return amount.bitLength() < Long.SIZE ? amount.longValue() : Long.MAX_VALUE;
    }

    private static long saturated(double amount) {
        return Math.round(amount);
    }
}
