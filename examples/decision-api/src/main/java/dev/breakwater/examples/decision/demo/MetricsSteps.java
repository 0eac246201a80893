/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.util.List;

/** What can wait, and what is measured of all this. */
final class MetricsSteps {
    private static final String LATER = "/api/v1/decide/later";
    private static final String SUMMARY = "/metrics/summary";
    private static final String PROMETHEUS = "/metrics/prometheus";
    private static final String CALLS = "breakwater_upstream_calls_seconds_count{";

    // As in ops/prometheus/rules/upstreams.yml.
    private static final int MOST_FAILURES_PERCENT = 20;

    private MetricsSteps() {}

    static List<Step> all() {
        return List.of(
                new Step("(service)", "what is not urgent waits for its turn", MetricsSteps::later),
                new Step("metrics", "one screen for operators", MetricsSteps::summary),
                new Step("metrics", "what alerts are made of", MetricsSteps::alerts));
    }

    private static Finding later(Client client) throws Exception {
        Response accepted = client.post(LATER, "{\"message\":\"I was charged twice\"}");
        Response decided = client.get(accepted.header("Location"));
        return Finding.of("POST " + LATER, accepted)
                .shows("Location")
                .says("then " + Events.field(decided.body(), "status"))
                .expectsStatus(202)
                .expects(decided.status() == 200, "the answer where Location says");
    }

    private static Finding summary(Client client) throws Exception {
        Response response = client.get(SUMMARY);
        Finding finding = Finding.of("GET " + SUMMARY, response).expectsStatus(200);
        response.body()
                .lines()
                .filter(line -> line.startsWith("requests") || line.startsWith("took"))
                .forEach(finding::says);
        return finding.expects(response.body().contains("availability"), "the state of the objectives");
    }

    private static Finding alerts(Client client) throws Exception {
        Response response = client.get(PROMETHEUS);
        double failed = sum(response, "failed") + sum(response, "timeout") + sum(response, "open");
        double all = failed + sum(response, "answered\",source=\"call");
        long percent = all == 0 ? 0 : Math.round(100 * failed / all);
        return Finding.of("GET " + PROMETHEUS, response)
                .says(percent + " % of " + Math.round(all) + " calls failed; UpstreamAiFailureRate fires above "
                        + MOST_FAILURES_PERCENT + " %")
                .expectsStatus(200)
                .expects(response.body().contains("http_server_requests_seconds_bucket{"), "buckets of durations");
    }

    private static double sum(Response response, String outcome) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith(CALLS) && line.contains("outcome=\"" + outcome + '"'))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
