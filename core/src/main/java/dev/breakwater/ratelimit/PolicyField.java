/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the fields say about one policy. The policy's part never changes and is prepared; the counts are written for each
 * response.
 */
final class PolicyField {
    /** The cost where it is not to be told. */
    static final long COST_UNTOLD = -1;

    // RFC 9651 section 3.3.1: an Integer has at most fifteen digits.
    private static final long LARGEST = 999_999_999_999_999L;
    private static final long SECOND = 1_000_000_000L;

    private final RateLimitPolicy policy;
    private final String items;
    private final String numbers;
    private final HeaderRules rules;

    // Of the only item; null if there are several.
    private final @Nullable String start;

    /**
     * Of a policy.
     *
     * @param policy the limits that counts and times are of
     * @param told the limits that clients are told of
     */
    PolicyField(RateLimitPolicy policy, RateLimitPolicy told) {
        this.policy = policy;
        StringBuilder named = new StringBuilder();
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < told.limits().size(); i++) {
            Limit limit = told.limits().get(i);
            named.append(i == 0 ? "\"" : ", \"")
                    .append(told.items().get(i))
                    .append("\";q=")
                    .append(integer(limit.count()))
                    .append(";w=")
                    .append(limit.windowSeconds());
            bare.append(i == 0 ? "" : ", ")
                    .append(integer(limit.count()))
                    .append(";w=")
                    .append(limit.windowSeconds());
        }
        items = named.toString();
        numbers = bare.toString();
        rules = HeaderRules.of(HeaderRule.merge(Dialect.POLICY, items).exceptOn3xx());
        start = policy.items().size() == 1 ? '"' + policy.items().get(0) + "\";r=" : null;
    }

    /** The numbers of all policies, as drafts before 08 list them: without names. */
    static String numbers(List<Charge> charges) {
        if (charges.size() == 1) {
            return charges.get(0).policy().field().numbers;
        }
        StringBuilder text = new StringBuilder(16 * charges.size());
        for (int i = 0; i < charges.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(charges.get(i).policy().field().numbers);
        }
        return text.toString();
    }

    /** This policy's items of {@code RateLimit-Policy}. */
    String items() {
        return items;
    }

    /** The rule for a response to which only this policy applies. */
    HeaderRules rules() {
        return rules;
    }

    /**
     * Writes this policy's items of {@code RateLimit}.
     *
     * @param cost what the request costs, which makes each item say everything in the words of the next text, too; or
     *     {@link #COST_UNTOLD}
     * @param more further parameters of each item, beginning with a semicolon; or nothing
     */
    void write(Level level, long cost, String more, StringBuilder text) {
        for (int i = 0; i < policy.limits().size(); i++) {
            long remaining = integer(level.remaining(i));
            long seconds = level.nanosToFull(i) == Level.NEVER ? -1 : seconds(i, remaining, level);
            text.append(text.length() == 0 ? "\"" : ", \"")
                    .append(policy.items().get(i))
                    .append('"');
            write(";r=", remaining, ";t=", seconds, text);
            if (cost != COST_UNTOLD) {
                write(";a=", remaining, ";w=", seconds, text);
                text.append(";c=").append(integer(cost));
            }
            text.append(more);
        }
    }

    /**
     * All of {@code RateLimit} for a response to which only this policy applies; null unless it has one limit, which will be
     * full again. Most policies are like that, and a text of so few parts needs no builder.
     */
    @Nullable
    String only(Level level) {
        if (start == null || level.nanosToFull(0) == Level.NEVER) {
            return null;
        }
        long remaining = integer(level.remaining(0));
        return start + remaining + ";t=" + seconds(0, remaining, level);
    }

    private static void write(String remainingIs, long remaining, String secondsAre, long seconds, StringBuilder text) {
        text.append(remainingIs).append(remaining);
        if (seconds >= 0) {
            text.append(secondsAre).append(seconds);
        }
    }

    private long seconds(int window, long remaining, Level level) {
        return seconds(policy.limits().get(window), remaining, level.nanosToWait(window), level.nanosToFull(window));
    }

    /**
     * What dialects with a single number of seconds say: the same as {@code t}. They must say something; where no waiting
     * helps it is the window, after which a client may ask whether that has changed.
     */
    static long secondsToReset(RateLimitDecision.Window window) {
        return window.nanosToFull() == Level.NEVER
                ? window.limit().windowSeconds()
                : seconds(window.limit(), window.remaining(), window.nanosToWait(), window.nanosToFull());
    }

    // Who is refused learns when to come back. Who is admitted learns when the bucket is full; but a full bucket must
    // not invite to spend all of it in no time, so t is at least as long as r tokens last at the limit's rate.
    private static long seconds(Limit limit, long remaining, long nanosToWait, long nanosToFull) {
        if (nanosToWait > 0) {
            return integer(ceilSeconds(nanosToWait == Level.NEVER ? nanosToFull : nanosToWait));
        }
        return integer(Math.max(ceilSeconds(nanosToFull), lasting(limit, remaining)));
    }

    private static long lasting(Limit limit, long remaining) {
        long window = limit.windowSeconds();
        if (Math.multiplyHigh(remaining, window) == 0 && remaining * window >= 0) {
            return remaining == 0 ? 0 : (remaining * window - 1) / limit.count() + 1;
        }
        return (long) Math.ceil((double) remaining * window / limit.count());
    }

    static long ceilSeconds(long nanos) {
        return nanos <= 0 ? 0 : (nanos - 1) / SECOND + 1;
    }

    static long integer(long value) {
        return Math.min(value, LARGEST);
    }
}
