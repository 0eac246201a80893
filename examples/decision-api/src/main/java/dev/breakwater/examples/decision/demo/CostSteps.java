/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.examples.decision.DecisionTally;
import dev.breakwater.examples.decision.Money;
import java.util.List;
import java.util.Map;

/** Decisions by the language model: what they cost, and that the request's event says so. */
final class CostSteps {
    private static final String DECIDE = "/api/v1/decide";
    private static final int SHOWN_ID = 13;

    private final DecisionTally tally;
    private final Events events;
    private String requestId = "";

    CostSteps(DecisionTally tally, Events events) {
        this.tally = tally;
        this.events = events;
    }

    List<Step> all() {
        return List.of(
                new Step(
                        "cost",
                        "decided by the model, metered and priced",
                        client -> decide(client, "Is there a dark mode?")),
                new Step("cost", "and another one", client -> decide(client, ModelSteps.ASKED_BEFORE)),
                new Step("request log", "one JSON event with tokens and cost, without the message", this::event));
    }

    private Finding decide(Client client, String message) throws Exception {
        DecisionTally.Sums before = tally.sums();
        Response response = client.post(DECIDE, "{\"message\":\"" + message + "\",\"plan\":\"pro\"}");
        DecisionTally.Sums after = tally.sums();
        requestId = response.header("X-Request-Id");
        return Finding.of("POST " + DECIDE, response)
                .says(Money.usd(after.nanoUsd() - before.nanoUsd()) + " USD")
                .says(response.body())
                .expectsStatus(200)
                .expects(response.body().contains("\"source\":\"llm\""), "decided by the model")
                .expects(after.calls() == before.calls() + 1, "one call")
                .expects(after.priced() == before.priced() + 1, "a price for it");
    }

    private Finding event(Client client) throws Exception {
        String event = events.find(requestId);
        Finding finding = Finding.of(
                "event of " + shortened(requestId),
                event.isEmpty() ? "missing" : "written",
                new Response(0, Map.of(), ""));
        for (String field :
                List.of("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "breakwater.llm.cost_nano_usd")) {
            finding.says(field + ": " + Events.field(event, field));
        }
        return finding.expects(!requestId.isEmpty(), "X-Request-Id in the answer")
                .expects(event.contains("\"breakwater.llm.cost_nano_usd\":"), "the cost in the event")
                .expects(!event.contains("export my reports"), "no text of the message in the event");
    }

    private static String shortened(String id) {
        return id.length() > SHOWN_ID ? id.substring(0, SHOWN_ID) + "..." : id;
    }
}
