/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.runtime.BreakwaterRuntime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows operators the {@link Summary} at {@value #PATH}: what a service spends is nobody else's business. A guard rather
 * than a controller, so that for all others the request goes on to where there is nothing, and gets the same 404 as any.
 */
@Component
final class SummaryGuard implements Guard {
    static final String PATH = "/api/v1/summary";

    // A provider, because the runtime itself is made from its guards.
    private final ObjectProvider<BreakwaterRuntime> runtime;
    private final DecisionTally tally;
    private final ObjectProvider<DailyBudget> budget;
    private final JsonMapper json;

    SummaryGuard(
            ObjectProvider<BreakwaterRuntime> runtime,
            DecisionTally tally,
            ObjectProvider<DailyBudget> budget,
            JsonMapper json) {
        this.runtime = runtime;
        this.tally = tally;
        this.budget = budget;
        this.json = json;
    }

    @Override
    public String name() {
        return "decision-summary";
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return isAskedFor(exchange) && runtime.getObject().isOperator(exchange)
                ? Verdict.respond(reply())
                : Verdict.proceed();
    }

    private static boolean isAskedFor(Exchange exchange) {
        return exchange.path().equals(PATH) && exchange.method().equals("GET");
    }

    private Reply reply() {
        Summary summary = Summary.of(
                tally.sums(),
                runtime.getObject().upstream(GeminiClient.UPSTREAM).cacheStats(),
                budget.getObject().today());
        return Reply.of(200, "application/json", json.writeValueAsString(summary))
                .with("Cache-Control", "no-store");
    }
}
