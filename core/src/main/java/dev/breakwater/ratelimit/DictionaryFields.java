/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;

/**
 * One Dictionary for the limit that matters most, and the numbers of all of them
 * (draft-ietf-httpapi-ratelimit-headers-07). A dictionary of the application's own takes the place of ours: half of each
 * would be true of neither.
 */
final class DictionaryFields implements Dialect {
    @Override
    public HeaderRules tell(RateLimitDecision decision) {
        RateLimitDecision.Window window = decision.tightest();
        String text = "limit=" + PolicyField.integer(window.quota())
                + ", remaining=" + PolicyField.integer(window.remaining())
                + ", reset=" + PolicyField.secondsToReset(window);
        return HeaderRules.of(
                HeaderRule.merge(POLICY, PolicyField.numbers(decision.charges()))
                        .exceptOn3xx(),
                HeaderRule.byDefault(LIMIT, text).exceptOn3xx());
    }
}
