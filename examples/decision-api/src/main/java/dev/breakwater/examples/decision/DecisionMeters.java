/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.examples.decision.Answer.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * What the business asks for: which decisions, by whom, how sure, and who may leave. {@code decisions} is a counter by source
 * and action, {@code decision.confidence} a histogram by source in per cent, {@code decisions.churn} a counter by risk, {@code
 * decisions.queued} counts what was not urgent by outcome.
 *
 * <p>All of them exist from the start: of a counter that is first seen at 7, Prometheus knows no increase.
 */
@Component
class DecisionMeters {
    // In per cent: Micrometer counts whole numbers, and whatever is below 1 would be 1.
    private static final double[] CONFIDENCES = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
    private static final int PERCENT = 100;

    private final Map<Source, Map<Action, Counter>> decisions = new EnumMap<>(Source.class);
    private final Map<Source, DistributionSummary> confidences = new EnumMap<>(Source.class);
    private final Map<ChurnRisk, Counter> risks = new EnumMap<>(ChurnRisk.class);
    private final Map<Queued, Counter> queued = new EnumMap<>(Queued.class);

    DecisionMeters(MeterRegistry registry) {
        for (Source source : Source.values()) {
            decisions.put(source, actions(source, registry));
            confidences.put(source, confidence(source, registry));
        }
        for (ChurnRisk risk : ChurnRisk.values()) {
            risks.put(risk, registry.counter("decisions.churn", "risk", risk.text()));
        }
        for (Queued outcome : Queued.values()) {
            queued.put(outcome, registry.counter("decisions.queued", "outcome", outcome.text()));
        }
    }

    private static Map<Action, Counter> actions(Source source, MeterRegistry registry) {
        Map<Action, Counter> counters = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            counters.put(action, registry.counter("decisions", "source", source.text(), "action", action.text()));
        }
        return counters;
    }

    private static DistributionSummary confidence(Source source, MeterRegistry registry) {
        return DistributionSummary.builder("decision.confidence")
                .baseUnit("percent")
                .tag("source", source.text())
                .serviceLevelObjectives(CONFIDENCES)
                .register(registry);
    }

    Answer decided(Answer answer) {
        Map<Action, Counter> actions = Objects.requireNonNull(decisions.get(answer.source()));
        Objects.requireNonNull(actions.get(answer.action())).increment();
        Objects.requireNonNull(risks.get(answer.churnRisk())).increment();
        Objects.requireNonNull(confidences.get(answer.source())).record(PERCENT * answer.confidence());
        return answer;
    }

    void queued(Queued outcome) {
        Objects.requireNonNull(queued.get(outcome)).increment();
    }

    /** What becomes of a question that can wait. */
    enum Queued {
        /** It waits. */
        ACCEPTED,
        /** There was no room. */
        REFUSED,
        /** It has its answer. */
        DECIDED;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
