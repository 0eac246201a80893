/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.examples.decision.GeminiStandIn;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The day's budget, from an alert to its end. These steps come last of those with a model: afterwards nothing is left. */
final class BudgetSteps {
    private static final String MODEL = "gemini-1.5-flash";
    private static final String COSTS = "/breakwater/costs?by=day&format=text";
    private static final String LATER = "/api/v1/decide/later";
    private static final int MOST_TRIES = 10;
    // Usually it is less than one; a machine that does much else at the same time takes longer.
    private static final long MOST_MILLIS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final BreakwaterRuntime runtime;
    private final GeminiStandIn model;
    private final Events events;

    BudgetSteps(BreakwaterRuntime runtime, GeminiStandIn model, Events events) {
        this.runtime = runtime;
        this.model = model;
        this.events = events;
    }

    List<Step> all() {
        return List.of(
                new Step("budget", "others spent 2.80 USD: the alert at 50 %", client -> spent(client, 8_000_000, 50)),
                new Step("budget", "and 1.40 USD more: the alert at 80 %", client -> spent(client, 4_000_000, 80)),
                new Step("budget", "what is not urgent leaves the rest to others", this::thrifty),
                new Step("budget", "what is urgent is still asked", this::urgent),
                new Step("budget", "all is spent: the alert at 100 %", client -> spent(client, 2_300_000, 100)),
                new Step("budget", "rules answer at once, nothing is sent", this::exhausted),
                new Step("ledger", "what was spent today, and what a month would cost", BudgetSteps::report));
    }

    /** A call that something else made, reported when it had ended: so many tokens went in. */
    private Finding spent(Client client, long tokens, int percent) throws Exception {
        String usage = "{\"usageMetadata\":{\"promptTokenCount\":" + tokens + "}}";
        runtime.llmMeter().record(LlmApi.GEMINI_GENERATE_CONTENT, MODEL, usage.getBytes(StandardCharsets.UTF_8));
        Response response = client.get("/api/v1/summary");
        String alerts = client.get("/metrics/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("breakwater_llm_budget_alerts_total"))
                .filter(line -> line.contains("budget=\"daily\"") && line.contains("percent=\"" + percent + '"'))
                .findFirst()
                .orElse("");
        return Finding.of("GET /api/v1/summary", response)
                .says("spent " + Events.field(response.body(), "percentSpent") + " %")
                .says("left " + Events.field(response.body(), "leftUsd") + " USD")
                .expectsStatus(200)
                .expects(alerts.endsWith(" 1.0"), "the alert at " + percent + " %, once");
    }

    private Finding thrifty(Client client) throws Exception {
        int calls = model.calls();
        Response accepted = client.post(LATER, "{\"message\":\"Where is the manual?\"}");
        Response decided = client.get(accepted.header("Location"));
        for (int i = 0; i < 100 && decided.body().contains("waiting"); i++) {
            Thread.sleep(10);
            decided = client.get(accepted.header("Location"));
        }
        return Finding.of("POST " + LATER, accepted)
                .says("source: " + Events.field(decided.body(), "source"))
                .says(Events.field(decided.body(), "reason"))
                .expectsStatus(202)
                .expects(decided.body().contains("\"source\":\"fallback\""), "decided by rules")
                .expects(model.calls() == calls, "no call");
    }

    private Finding urgent(Client client) throws Exception {
        return Question.ask(client, model, events, "Can I have two accounts?").finding("llm", 1);
    }

    private Finding exhausted(Client client) throws Exception {
        Question question = Question.ask(client, model, events, "Is there a student discount?");
        long nanos = nanos(question);
        // The first refusal of its kind loads classes, and a busy machine may take the processor away.
        for (int i = 0; i < MOST_TRIES && nanos >= NANOS_PER_MILLI; i++) {
            question = Question.ask(client, model, events, "Is there discount number " + i + "?");
            nanos = Math.min(nanos, nanos(question));
        }
        return question.finding(0, "budget", "BudgetExceededException")
                .says("in the service: " + nanos / 1_000 + " us at best")
                .expects(nanos < MOST_MILLIS * NANOS_PER_MILLI, "an answer within " + MOST_MILLIS + " ms");
    }

    private static long nanos(Question question) {
        String told = question.told("duration_ns");
        return told.isEmpty() ? Long.MAX_VALUE : Long.parseLong(told);
    }

    private static Finding report(Client client) throws Exception {
        Response response = client.get(COSTS);
        Finding finding = Finding.of("GET " + COSTS, response).expectsStatus(200);
        response.body()
                .lines()
                .filter(line -> line.startsWith("total"))
                .findFirst()
                .ifPresent(finding::says);
        return finding.expects(response.body().contains("1000 calls a day: "), "what a month would cost");
    }
}
