/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.cost.CallCost;
import dev.breakwater.examples.decision.Answer.Source;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts the decisions since the start and what they cost. Safe for use by many threads. */
@Component
public class DecisionTally {
    private final Map<Source, Integer> decisions = new EnumMap<>(Source.class);
    private int calls;
    private int unpriced;
    private long nanoUsd;

    synchronized void decided(Source source) {
        decisions.merge(source, 1, Integer::sum);
    }

    synchronized void called(CallCost call) {
        calls++;
        if (call.isPriced()) {
            nanoUsd += call.nanoUsd();
        } else {
            unpriced++;
        }
    }

    /** The counts so far. */
    public synchronized Sums sums() {
        return new Sums(
                decisions.getOrDefault(Source.RULES, 0),
                decisions.getOrDefault(Source.LLM, 0),
                decisions.getOrDefault(Source.FALLBACK, 0),
                calls,
                unpriced,
                nanoUsd);
    }

    /**
     * Counts at one moment.
     *
     * @param rules decisions by rules
     * @param llm decisions by the model
     * @param fallback decisions by rules because the model failed
     * @param calls answers of the model
     * @param unpriced those whose cost is not known
     * @param nanoUsd cost of the others, in nano-dollars
     */
    public record Sums(int rules, int llm, int fallback, int calls, int unpriced, long nanoUsd) {
        /** All decisions. */
        public int decisions() {
            return rules + llm + fallback;
        }
    }
}
