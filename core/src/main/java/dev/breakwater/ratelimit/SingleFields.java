/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;

/**
 * One field for each number of the limit that matters most, and the numbers of all of them
 * (draft-ietf-httpapi-ratelimit-headers-06).
 */
final class SingleFields implements Dialect {
    @Override
    public HeaderRules tell(RateLimitDecision decision) {
        RateLimitDecision.Window window = decision.tightest();
        return HeaderRules.of(
                rule("RateLimit-Limit", PolicyField.integer(window.quota())),
                rule("RateLimit-Remaining", PolicyField.integer(window.remaining())),
                rule("RateLimit-Reset", PolicyField.secondsToReset(window)),
                HeaderRule.merge(POLICY, PolicyField.numbers(decision.charges()))
                        .exceptOn3xx());
    }

    private static HeaderRule rule(String name, long number) {
        return HeaderRule.byDefault(name, Long.toString(number)).exceptOn3xx();
    }
}
