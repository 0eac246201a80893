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
import dev.breakwater.health.HealthPolicy.Probe;
import dev.breakwater.health.HealthPolicy.Question;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers the probes from the latest snapshot, in the format that the client likes best. It never refuses for the
 * format's sake: a probe that gets 406, 500 or a redirect learns nothing. GET and HEAD only. Safe for use by many threads.
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

    /** Whether this is the path of a probe or a group. */
    public boolean answersAt(String path) {
        return policy.paths().contains(path);
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
        Question question = policy.question(exchange.path());
        if (question == null || (isHidden(question) && !operators.test(exchange))) {
            return Verdict.proceed();
        }
        if (question.probe() != Probe.DETAILED) {
            aggregator.probed();
        }
        HealthSnapshot snapshot = aggregator.snapshot();
        Reply reply = answer(question, snapshot, HealthFormat.of(exchange));
        if (reply == null) {
            return Verdict.proceed();
        }
        return Verdict.respond(
                switch (exchange.method()) {
                    case "GET", "HEAD" -> closing(reply, question.probe(), snapshot, exchange);
                    case "OPTIONS" -> OPTIONS;
                    default -> WRONG_METHOD;
                });
    }

    private boolean isHidden(Question question) {
        return question.probe() == Probe.DETAILED || (question.name() != null && !policy.showGroups());
    }

    private @Nullable Reply answer(Question question, HealthSnapshot snapshot, HealthFormat format) {
        String name = question.name();
        Answers answers = snapshot.answers();
        return switch (question.probe()) {
            case LIVE -> answers.live(format);
            case READY -> answers.ready(format);
            case STARTUP -> answers.startup(format);
            case FULL -> name == null ? answers.full(format) : answers.group(name, format);
            case DETAILED ->
                name == null
                        ? snapshot.detailed(format, time.nanoTime())
                        : snapshot.detailed(name, format, time.nanoTime());
        };
    }

    // RFC 9113 section 8.2.2: HTTP/2 knows no such header.
    private static Reply closing(Reply reply, Probe probe, HealthSnapshot snapshot, Exchange exchange) {
        boolean traffic = probe == Probe.READY || probe == Probe.FULL;
        boolean close = traffic && snapshot.isDraining() && exchange.protocol().startsWith("HTTP/1");
        return close ? reply.with("Connection", "close") : reply;
    }
}
