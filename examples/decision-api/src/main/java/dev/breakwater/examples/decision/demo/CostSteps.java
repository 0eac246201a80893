/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.examples.decision.DecisionTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decisions by the language model: what they cost, and that the request's event says so. */
final class CostSteps {
    private static final String DECIDE = "/api/v1/decide";
    private static final int MAX_WAITS = 100;
    private static final int WAIT_MILLIS = 50;
    private static final int SHOWN_ID = 13;

    private final DecisionTally tally;
    private final Path log;
    private String requestId = "";

    CostSteps(DecisionTally tally, Path log) {
        this.tally = tally;
        this.log = log;
    }

    List<Step> all() {
        return List.of(
                new Step(
                        "cost",
                        "decided by the model, metered and priced",
                        client -> decide(client, "Is there a dark mode?")),
                new Step("cost", "the same again", client -> decide(client, "How can I export my reports to PDF?")),
                new Step("request log", "one JSON event with tokens and cost, without the message", this::event));
    }

    private Finding decide(Client client, String message) throws Exception {
        DecisionTally.Sums before = tally.sums();
        Response response = client.post(DECIDE, "{\"message\":\"" + message + "\",\"plan\":\"pro\"}");
        DecisionTally.Sums after = tally.sums();
        requestId = response.header("X-Request-Id");
        return Finding.of("POST " + DECIDE, response)
                .says(Money.usd(after.nanoUsd() - before.nanoUsd()))
                .says(response.body())
                .expectsStatus(200)
                .expects(response.body().contains("\"source\":\"llm\""), "decided by the model")
                .expects(after.calls() == before.calls() + 1, "one call metered")
                .expects(after.unpriced() == before.unpriced(), "a price for the model");
    }

    private Finding event(Client client) throws Exception {
        String event = find(requestId);
        String line = event == null ? "" : event;
        return Finding.of(
                        "event of " + shortened(requestId),
                        event == null ? "missing" : "written",
                        new Response(0, Map.of(), ""))
                .says(field(line, "gen_ai.usage.input_tokens"))
                .says(field(line, "gen_ai.usage.output_tokens"))
                .says(field(line, "breakwater.llm.cost_nano_usd"))
                .expects(!requestId.isEmpty(), "X-Request-Id in the answer")
                .expects(line.contains("\"breakwater.llm.cost_nano_usd\":"), "the cost in the event")
                .expects(!line.contains("export my reports"), "no text of the message in the event");
    }

    private static String shortened(String id) {
        return id.length() > SHOWN_ID ? id.substring(0, SHOWN_ID) + "..." : id;
    }

    /** Events are written after the answer, and perhaps by another thread. */
    private @Nullable String find(String id) throws IOException, InterruptedException {
        for (int i = 0; i < MAX_WAITS && !id.isEmpty(); i++) {
            if (Files.exists(log)) {
                for (String line : Files.readAllLines(log)) {
                    if (line.contains(id) && line.contains("{")) {
                        return line;
                    }
                }
            }
            Thread.sleep(WAIT_MILLIS);
        }
        return null;
    }

    private static String field(String event, String name) {
        int start = event.indexOf("\"" + name + "\":");
        if (start < 0) {
            return name + ": none";
        }
        int end = start;
        while (end < event.length() && event.charAt(end) != ',' && event.charAt(end) != '}') {
            end++;
        }
        return event.substring(start, end).replace("\"", "").replace(":", ": ");
    }
}
