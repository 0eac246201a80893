/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Answers operators at fixed paths, with GET and HEAD. All others go on to the application, whose own 404 does not tell
 * them that there is something to see. Safe for use by many threads if the answers are.
 */
public final class OperatorGuard implements Guard {
    private static final String ALLOW = "GET, HEAD";
    private static final Reply WRONG_METHOD = Reply.problem(
                    ProblemDetail.of("about:blank", "Method Not Allowed", 405, "Use GET or HEAD."))
            .with("Allow", ALLOW);

    private final Predicate<Exchange> operators;
    private final Map<String, Endpoint> endpoints;

    /**
     * A guard.
     *
     * @param operators who is answered
     * @param endpoints who answers, by path
     */
    public OperatorGuard(Predicate<Exchange> operators, Map<String, Endpoint> endpoints) {
        this.operators = operators;
        this.endpoints = Map.copyOf(endpoints);
    }

    /** Whether operators are answered at this path. */
    public boolean answersAt(String path) {
        return endpoints.containsKey(path);
    }

    @Override
    public String name() {
        return "operators";
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        Endpoint endpoint = endpoints.get(exchange.path());
        if (endpoint == null) {
            return Verdict.proceed();
        }
        if (!operators.test(exchange)) {
            return isGuess(exchange) ? Verdict.proceed().because(new WrongToken()) : Verdict.proceed();
        }
        return Verdict.respond(
                switch (exchange.method()) {
                    case "GET", "HEAD" -> endpoint.answer(exchange).with("Cache-Control", "no-store");
                    default -> WRONG_METHOD;
                });
    }

    private boolean isGuess(Exchange exchange) {
        return operators instanceof OperatorAccess access && access.isWrongToken(exchange);
    }
}
