/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;

/**
 * What the fields say about one policy, draft-ietf-httpapi-ratelimit-headers-11: two List fields of RFC 9651. The policy's
 * part never changes and is prepared; the counts are written for each response.
 */
final class PolicyField {
    // RFC 9651 section 3.3.1: an Integer has at most fifteen digits.
    private static final long LARGEST = 999_999_999_999_999L;
    private static final long SECOND = 1_000_000_000L;

    private final RateLimitPolicy policy;
    private final String items;
    private final HeaderRules rules;

    PolicyField(RateLimitPolicy policy) {
        this.policy = policy;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < policy.limits().size(); i++) {
            Limit limit = policy.limits().get(i);
            text.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(policy.items().get(i))
                    .append("\";q=")
                    .append(integer(limit.count()))
                    .append(";w=")
                    .append(limit.windowSeconds());
        }
        items = text.toString();
        rules = HeaderRules.of(HeaderRule.merge(RateLimitFields.POLICY, items));
    }

    /** This policy's items of {@code RateLimit-Policy}. */
    String items() {
        return items;
    }

    /** The rule for a response to which only this policy applies. */
    HeaderRules rules() {
        return rules;
    }

    /** Writes this policy's items of {@code RateLimit}. */
    void write(Level level, StringBuilder text) {
        for (int i = 0; i < policy.limits().size(); i++) {
            Limit limit = policy.limits().get(i);
            long remaining = integer(level.remaining(i));
            text.append(text.length() == 0 ? "\"" : ", \"")
                    .append(policy.items().get(i))
                    .append("\";r=")
                    .append(remaining);
            if (level.nanosToFull(i) != Level.NEVER) {
                text.append(";t=").append(seconds(limit, remaining, level.nanosToWait(i), level.nanosToFull(i)));
            }
        }
    }

    // Who is refused learns when to come back. Who is admitted learns when the bucket is full; but a full bucket must
    // not
    // invite to spend all of it in no time, so t is at least as long as r tokens last at the limit's rate.
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

    private static long integer(long value) {
        return Math.min(value, LARGEST);
    }
}
