/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields that were in use before there was a draft. No text defines them; {@code X-RateLimit-Reset} is a second since
 * 1970 here, as with most who send it.
 *
 * <p>The reset is the moment at which the limit is full again, for requests within the limit and beyond it: while nothing
 * is charged it stays where it is, and who waits for it is admitted. A refusal's {@code Retry-After}, which says when the
 * next request is admitted, is mostly earlier.
 */
final class LegacyFields implements Dialect {
    private static final long SECOND = 1_000_000_000L;

    private final TimeSource time;

    LegacyFields(TimeSource time) {
        this.time = time;
    }

    @Override
    public HeaderRules tell(RateLimitDecision decision) {
        RateLimitDecision.Window window = decision.tightest();
        List<HeaderRule> rules = new ArrayList<>(3);
        rules.add(rule("X-RateLimit-Limit", PolicyField.integer(window.quota())));
        rules.add(rule("X-RateLimit-Remaining", PolicyField.integer(window.remaining())));
        if (window.nanosToFull() != Level.NEVER) {
            rules.add(rule("X-RateLimit-Reset", reset(window.nanosToFull())));
        }
        return HeaderRules.of(rules);
    }

    // The wall clock, because the field is a time of day; rounded up, so that it is never too early.
    private long reset(long nanosToFull) {
        Instant now = time.now();
        long nanos = now.getNano() + nanosToFull % SECOND;
        return now.getEpochSecond() + nanosToFull / SECOND + PolicyField.ceilSeconds(nanos);
    }

    private static HeaderRule rule(String name, long number) {
        return HeaderRule.byDefault(name, Long.toString(number)).exceptOn3xx();
    }
}
