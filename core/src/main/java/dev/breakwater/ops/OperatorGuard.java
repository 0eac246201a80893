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
import java.util.function.Supplier;

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
    private final Map<String, Supplier<String>> documents;

    /**
     * A guard.
     *
     * @param operators who is answered
     * @param documents what gives the JSON text, by path
     */
    public OperatorGuard(Predicate<Exchange> operators, Map<String, Supplier<String>> documents) {
        this.operators = operators;
        this.documents = Map.copyOf(documents);
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
        Supplier<String> document = documents.get(exchange.path());
        if (document == null || !operators.test(exchange)) {
            return Verdict.proceed();
        }
        return Verdict.respond(
                switch (exchange.method()) {
                    case "GET", "HEAD" ->
                        Reply.of(200, "application/json", document.get()).with("Cache-Control", "no-store");
                    default -> WRONG_METHOD;
                });
    }
}
