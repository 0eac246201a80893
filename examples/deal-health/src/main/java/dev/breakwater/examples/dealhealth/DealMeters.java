/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The meters that the deployment guide's alerting rules ask for, by the names that stand there, and what the business asks
 * for: {@code deal.health.events} counts attempts by how they ended, {@code deal.health.score} is the distribution of
 * scores. All exist from the start: of a counter that is first seen at 7, Prometheus knows no increase.
 *
 * <p>{@code deal.health.errors} and {@code deal.health.request.duration} are about the API as its clients see it,
 * refusals included; Breakwater's own meters tell more.
 */
@Component
final class DealMeters implements Observer {
    private static final double[] SCORES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final Map<Ended, Timer> processing = new EnumMap<>(Ended.class);
    private final Map<Offered, Counter> offered = new EnumMap<>(Offered.class);
    private final Counter deadLettered;
    private final Counter errors;
    private final Timer requests;
    private final DistributionSummary scores;

    DealMeters(MeterRegistry registry) {
        for (Ended ended : Ended.values()) {
            processing.put(
                    ended,
                    Timer.builder("deal.health.event.processing")
                            .tag("outcome", ended.text())
                            .serviceLevelObjectives(LATENCIES)
                            .register(registry));
        }
        for (Offered outcome : Offered.values()) {
            offered.put(outcome, registry.counter("deal.health.events", "outcome", outcome.text()));
        }
        deadLettered = registry.counter("deal.health.events.dead.lettered");
        errors = registry.counter("deal.health.errors");
        requests = Timer.builder("deal.health.request.duration")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        scores = DistributionSummary.builder("deal.health.score")
                .serviceLevelObjectives(SCORES)
                .register(registry);
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof Completed completed && exchange != null && isOurs(exchange)) {
            ended(completed.outcome());
        }
    }

    private static boolean isOurs(Exchange exchange) {
        return exchange.path().startsWith("/api/");
    }

    private void ended(Outcome outcome) {
        requests.record(outcome.durationNanos(), TimeUnit.NANOSECONDS);
        if (outcome.status() >= 500 || outcome.kind() == Outcome.Kind.ABORTED_AFTER_COMMIT) {
            errors.increment();
        }
    }

    void processed(Ended ended, long nanos) {
        Objects.requireNonNull(processing.get(ended)).record(nanos, TimeUnit.NANOSECONDS);
    }

    void offered(Offered outcome) {
        Objects.requireNonNull(offered.get(outcome)).increment();
    }

    void deadLettered() {
        deadLettered.increment();
    }

    void scored(double score) {
        scores.record(score);
    }

    /** How an attempt to process an event ended. */
    enum Ended {
        /** It is evidence now. */
        PROCESSED,
        /** It failed; it is tried again, or given up. */
        FAILED,
        /** The store is away, or the journal cannot be written; it waits. */
        POSTPONED;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of an event that a client sent. */
    enum Offered {
        /** It waits to be processed. */
        ACCEPTED,
        /** It has come before. */
        DUPLICATE,
        /** There was no room. */
        REFUSED;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
