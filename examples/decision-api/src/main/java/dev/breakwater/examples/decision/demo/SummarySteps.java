/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.util.List;

/** What operators see of all this. */
final class SummarySteps {
    private static final String SUMMARY = "/api/v1/summary";

    private SummarySteps() {}

    static List<Step> all() {
        return List.of(
                new Step("(service)", "the summary for operators, with the cost", SummarySteps::inside),
                new Step("operator access", "to all others there is none", SummarySteps::outside));
    }

    private static Finding inside(Client client) throws Exception {
        Response response = client.get(SUMMARY);
        return Finding.of("GET " + SUMMARY, response)
                .says("per decision " + Events.field(response.body(), "perDecisionUsd") + " USD")
                .says("per 1000 " + Events.field(response.body(), "per1000DecisionsUsd") + " USD")
                .says("cache hits " + Events.field(response.body(), "cacheHitPercent") + " %")
                .expectsStatus(200)
                .expects(response.body().contains("\"per1000DecisionsUsd\":\""), "the cost of 1000 decisions");
    }

    private static Finding outside(Client client) throws Exception {
        return Finding.of("GET " + SUMMARY + " (forwarded)", client.get(SUMMARY, "X-Forwarded-For", "203.0.113.9"))
                .expectsStatus(404);
    }
}
