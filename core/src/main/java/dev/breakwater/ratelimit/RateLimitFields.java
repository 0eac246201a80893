/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problems;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /**
     * Reads a dialect as configured: {@code draft-11} or {@code none}.
     *
     * @throws InvalidPolicyException if it is neither
     */
    public static RateLimitFields of(String text) {
        Problems problems = new Problems();
        RateLimitFields fields = parse(text, "headers", problems);
        problems.throwIfInvalid();
        return fields == null ? DRAFT_11 : fields;
    }

    /**
     * Reads a dialect as configured and notes what is wrong with it.
     *
     * @param path where the text comes from
     * @return the dialect, or null if it is none
     */
    public static @Nullable RateLimitFields parse(String text, String path, Problems problems) {
        for (RateLimitFields fields : values()) {
            if (fields.text.equals(text.strip().toLowerCase(Locale.ROOT))) {
                return fields;
            }
        }
        problems.error("BW-RATE-021", path, text, "draft-11 or none", "Use draft-11, the default.");
        return null;
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
