/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.math.BigInteger;

/**
 * Sums over calls. Immutable. Sums that would be beyond a long stay at the largest one.
 *
 * @param calls attempts that ended and may have cost something, and those that were orphaned; none that took nothing
 * @param inputTokens all that went in, cached or not
 * @param cachedTokens the part of those that the provider read from its cache
 * @param outputTokens all that came out, seen or not
 * @param nanoUsd what is known to have been spent, or estimated
 * @param assumedNanoUsd what counts as spent because it was held and nobody knows better
 * @param unpriced calls without a known cost, be it that their model has no price or that they told no usage
 * @param estimated calls whose cost is an estimate
 * @param orphans calls that nobody settled, and still none has
 */
public record Spend(
        long calls,
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        long nanoUsd,
        long assumedNanoUsd,
        long unpriced,
        long estimated,
        long orphans) {
    /** Nothing. */
    public static final Spend NONE = new Spend(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

    /** Both together. */
    public Spend plus(Spend other) {
        return new Spend(
                sum(calls, other.calls),
                sum(inputTokens, other.inputTokens),
                sum(cachedTokens, other.cachedTokens),
                sum(outputTokens, other.outputTokens),
                sum(nanoUsd, other.nanoUsd),
                sum(assumedNanoUsd, other.assumedNanoUsd),
                sum(unpriced, other.unpriced),
                sum(estimated, other.estimated),
                sum(orphans, other.orphans));
    }

    // A correction takes away what an orphan added, so either can be negative.
    private static long sum(long one, long other) {
        long sum = one + other;
        boolean overflow = ((one ^ sum) & (other ^ sum)) < 0;
        return overflow ? Long.MAX_VALUE : sum;
    }

    /** Calls whose cost is known or estimated. */
    public long priced() {
        return calls - unpriced - orphans;
    }

    /** What so many calls of this kind cost, by those whose cost is known, to the nearest nano-dollar; 0 if none is. */
    public long nanoUsdFor(long count) {
        return ratio(count, priced());
    }

    /** What 1,000 calls cost. */
    public long nanoUsdPer1000Calls() {
        return nanoUsdFor(THOUSAND.longValue());
    }

    /** What 1,000 requests cost if there were so many; 0 if there were none. */
    public long nanoUsdPer1000(long requests) {
        return ratio(THOUSAND.longValue(), requests);
    }

    private long ratio(long count, long of) {
        if (of <= 0) {
            return 0;
        }
        BigInteger twice =
                BigInteger.valueOf(nanoUsd).multiply(BigInteger.valueOf(count)).shiftLeft(1);
        BigInteger divisor = BigInteger.valueOf(of);
        BigInteger rounded = twice.add(divisor).divide(divisor.shiftLeft(1));
        return rounded.bitLength() < Long.SIZE ? rounded.longValue() : Long.MAX_VALUE;
    }
}
