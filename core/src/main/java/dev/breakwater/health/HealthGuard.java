/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.exchange.TimeSource;
import java.util.function.Predicate;

/**
 * Answers the probes from the latest snapshot, in its one format, whatever a client says it accepts: a probe that gets
 * 406, 500 or a redirect learns nothing. GET and HEAD only. Safe for use by many threads.
 */
public final class HealthGuard implements Guard {
    private static final String ALLOW = "GET, HEAD, OPTIONS";
    private static final Reply OPTIONS = Reply.of(204).with("Allow", ALLOW).with("Cache-Control", "no-store");
    private static final Reply WRONG_METHOD = Reply.problem(
                    ProblemDetail.of("about:blank", "Method Not Allowed", 405, "Probes answer GET and HEAD."))
            .with("Allow", ALLOW);

    private final HealthPolicy policy;
    private final HealthAggregator aggregator;
    private final Predicate<Exchange> operators;
    private final TimeSource time;

    private HealthGuard(
            HealthPolicy policy, HealthAggregator aggregator, Predicate<Exchange> operators, TimeSource time) {
        this.policy = policy;
        this.aggregator = aggregator;
        this.operators = operators;
        this.time = time;
    }

    /**
     * A guard for these probes.
     *
     * @param operators who may see details; for all others the request goes on to the application, whose own 404 tells
     *     nobody that there is something to see
     */
    public static HealthGuard of(
            HealthPolicy policy, HealthAggregator aggregator, Predicate<Exchange> operators, TimeSource time) {
        return new HealthGuard(policy, aggregator, operators, time);
    }

    /** Whether this is the path of a probe. */
    public boolean answersAt(String path) {
        return policy.probe(path) != null;
    }

    @Override
    public String name() {
        return "health";
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        HealthPolicy.Probe probe = policy.probe(exchange.path());
        if (probe == null || (probe == HealthPolicy.Probe.DETAILED && !operators.test(exchange))) {
            return Verdict.proceed();
        }
        return Verdict.respond(
                switch (exchange.method()) {
                    case "GET", "HEAD" -> answer(probe);
                    case "OPTIONS" -> OPTIONS;
                    default -> WRONG_METHOD;
                });
    }

    private Reply answer(HealthPolicy.Probe probe) {
        HealthSnapshot snapshot = aggregator.snapshot();
        return switch (probe) {
            case LIVE -> snapshot.live();
            case READY -> snapshot.ready();
            case STARTUP -> snapshot.startup();
            case FULL -> snapshot.full();
            case DETAILED -> snapshot.detailed(time.nanoTime());
        };
    }
}
