/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.TimeSource;
import org.jspecify.annotations.Nullable;

/** {@link RateLimitFields}, made ready to speak. Safe for use by many threads. */
final class FieldRules {
    private final Dialect[] dialects;

    FieldRules(RateLimitFields fields, TimeSource time) {
        String secret = fields.partitionKeySecret();
        @Nullable PartitionKeys partitionKeys = secret == null ? null : new PartitionKeys(secret);
        dialects = fields.dialects().stream()
                .map(dialect -> dialect.spokenWith(time, partitionKeys))
                .toArray(Dialect[]::new);
    }

    /** The fields for a response to this decision. */
    HeaderRules rules(RateLimitDecision decision) {
        if (decision.levels().isEmpty()) {
            return HeaderRules.none();
        }
        HeaderRules rules = dialects[0].tell(decision);
        for (int i = 1; i < dialects.length; i++) {
            rules = rules.and(dialects[i].tell(decision));
        }
        return rules;
    }

    /**
     * The fields for a response to a decision that is not the last: the rules of the last one take their place, where
     * two lists would stand side by side.
     */
    HeaderRules provisional(RateLimitDecision decision) {
        HeaderRules last = rules(decision);
        HeaderRule[] rules = new HeaderRule[last.size()];
        for (int i = 0; i < rules.length; i++) {
            HeaderRule rule = last.get(i);
            rules[i] = new HeaderRule(
                    HeaderRule.Mode.DEFAULT,
                    rule.name(),
                    rule.value(),
                    rule.isExceptOn3xx(),
                    rule.isExceptOnErrors(),
                    null);
        }
        return HeaderRules.of(rules);
    }
}
