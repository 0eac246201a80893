/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.examples.decision.GeminiStandIn;
import java.util.concurrent.TimeUnit;

/**
 * One question to the service, and what became of it.
 *
 * @param response the answer
 * @param millis how long it took to come, for the client
 * @param calls how many requests the stand-in got meanwhile
 * @param event the request's event
 */
record Question(Response response, long millis, int calls, String event) {
    private static final String DECIDE = "/api/v1/decide";
    private static final String FIELDS = "breakwater.upstream.gemini.";

    static Question ask(Client client, GeminiStandIn model, Events events, String message) throws Exception {
        int before = model.calls();
        long started = System.nanoTime();
        Response response = client.post(DECIDE, json(message));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        String event = events.find(response.header("X-Request-Id"));
        return new Question(response, millis, model.calls() - before, event);
    }

    static String json(String message) {
        return "{\"message\":\"" + message + "\",\"plan\":\"enterprise\"}";
    }

    /** What the event says about the upstream. */
    String told(String field) {
        return Events.field(event, FIELDS + field);
    }

    boolean isFrom(String source) {
        return response.body().contains("\"source\":\"" + source + "\"");
    }

    /** The answer, who gave it, in which time and after how many calls. */
    Finding finding(String source, int expectedCalls) {
        return Finding.of("POST " + DECIDE, response)
                .says("source: " + Events.field(response.body(), "source"))
                .says(millis + " ms")
                .says("calls: " + calls)
                .expectsStatus(200)
                .expects(isFrom(source), "source " + source)
                .expects(calls == expectedCalls, expectedCalls + " calls at the model");
    }

    /** The same for an answer by rules, and why that was. */
    Finding finding(int expectedCalls, String failure, String cause) {
        return finding("fallback", expectedCalls)
                .says("event: failure " + told("failure") + (cause.isEmpty() ? "" : ", cause " + told("cause")))
                .expects(told("failure").equals(failure), "failure " + failure + " in the event")
                .expects(told("cause").equals(cause), "cause " + cause + " in the event");
    }
}
