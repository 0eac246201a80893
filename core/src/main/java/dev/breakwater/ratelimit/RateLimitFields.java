/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.List;

/** In which words clients learn about their limits. */
public enum RateLimitFields {
    /** {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-11. The default. */
    DRAFT_11("draft-11") {
        @Override
        public HeaderRules rules(RateLimitDecision decision) {
            List<Charge> charges = decision.charges();
            List<Level> levels = decision.levels();
            if (levels.isEmpty()) {
                return HeaderRules.none();
            }
            StringBuilder text = new StringBuilder(32 * levels.size());
            for (int i = 0; i < levels.size(); i++) {
                charges.get(i).policy().field().write(levels.get(i), text);
            }
            return policies(charges).and(HeaderRules.of(HeaderRule.merge(LIMIT, text.toString())));
        }
    },
    /** Not at all; a refusal still says {@code Retry-After}. */
    NONE("none") {
        @Override
        public HeaderRules rules(RateLimitDecision decision) {
            return HeaderRules.none();
        }
    };

    static final String LIMIT = "RateLimit";
    static final String POLICY = "RateLimit-Policy";
    static final String RETRY_AFTER = "Retry-After";

    /** Every response field of rate limits, for lists of fields that scripts may read. */
    public static final List<String> NAMES = List.of(LIMIT, POLICY, RETRY_AFTER);

    private final String text;

    RateLimitFields(String text) {
        this.text = text;
    }

    /** The fields for a response to this decision. */
    public abstract HeaderRules rules(RateLimitDecision decision);

    /**
     * The fields for a response to a decision that is not the last: the rules of the last one take their place, where
     * two lists would stand side by side.
     */
    HeaderRules provisional(RateLimitDecision decision) {
        HeaderRules last = rules(decision);
        HeaderRule[] rules = new HeaderRule[last.size()];
        for (int i = 0; i < rules.length; i++) {
            String value = last.get(i).value();
            rules[i] = value == null
                    ? last.get(i)
                    : HeaderRule.byDefault(last.get(i).name(), value);
        }
        return HeaderRules.of(rules);
    }

    private static HeaderRules policies(List<Charge> charges) {
        if (charges.size() == 1) {
            return charges.get(0).policy().field().rules();
        }
        StringBuilder text = new StringBuilder(32 * charges.size());
        for (int i = 0; i < charges.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(charges.get(i).policy().field().items());
        }
        return HeaderRules.of(HeaderRule.merge(POLICY, text.toString()));
    }

    /** As configured. */
    @Override
    public String toString() {
        return text;
    }
}
