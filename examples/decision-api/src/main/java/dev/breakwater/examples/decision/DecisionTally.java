/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.cost.CallCost;
import dev.breakwater.examples.decision.Answer.Source;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts the decisions since the start, hears what became of the questions to the model, and adds up what they cost. Safe
 * for use by many threads.
 */
@Component
public class DecisionTally implements Observer {
    private final Map<Source, Integer> decisions = new EnumMap<>(Source.class);
    private final Map<Reason, Integer> failures = new EnumMap<>(Reason.class);
    private int calls;
    private int priced;
    private int unpriced;
    private long nanoUsd;

    synchronized Answer decided(Answer answer) {
        decisions.merge(answer.source(), 1, Integer::sum);
        return answer;
    }

    @Override
    public synchronized void on(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof UpstreamResult result && result.upstream().equals(GeminiClient.UPSTREAM)) {
            asked(result);
        } else if (decision instanceof CallCost call) {
            metered(call);
        }
    }

    private void asked(UpstreamResult result) {
        calls += result.attempts();
        if (result.failure() != null) {
            failures.merge(result.failure(), 1, Integer::sum);
        }
    }

    private void metered(CallCost call) {
        if (call.isPriced()) {
            priced++;
            nanoUsd += call.nanoUsd();
        } else {
            unpriced++;
        }
    }

    /** The counts so far. */
    public synchronized Sums sums() {
        return new Sums(new EnumMap<>(decisions), new EnumMap<>(failures), calls, priced, unpriced, nanoUsd);
    }

    /**
     * Counts at one moment.
     *
     * @param decisions by who decided
     * @param failures questions that the model did not answer, by why
     * @param calls how often the model was really called
     * @param priced calls whose cost is known
     * @param unpriced calls that may be billed, and nobody knows for how much: the provider failed, or no answer came
     * @param nanoUsd cost of the priced calls, in nano-dollars
     */
    public record Sums(
            Map<Source, Integer> decisions,
            Map<Reason, Integer> failures,
            int calls,
            int priced,
            int unpriced,
            long nanoUsd) {

        /** Copies the maps. */
        public Sums {
            decisions = Collections.unmodifiableMap(decisions);
            failures = Collections.unmodifiableMap(failures);
        }

        /** Decisions of this source. */
        public int by(Source source) {
            return decisions.getOrDefault(source, 0);
        }

        /** All decisions. */
        public int all() {
            return sum(decisions);
        }

        /** Questions to the model, whoever answered them in the end. */
        public int questions() {
            return all() - by(Source.RULES);
        }

        /** How many of a hundred questions rules had to answer in place of the model. */
        public int fallbackPercent() {
            return questions() == 0 ? 0 : Math.round(100f * by(Source.FALLBACK) / questions());
        }

        private static int sum(Map<?, Integer> counts) {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
