/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.examples.decision.DecisionTally;
import dev.breakwater.examples.decision.GeminiStandIn;
import dev.breakwater.examples.decision.Money;
import dev.breakwater.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A model that need not be asked, may not be asked, or does not answer. Needs the stand-in, which can be made to fail. */
final class ModelSteps {
    static final String ASKED_BEFORE = "How can I export my reports to PDF?";

    private static final String DECIDE = "/api/v1/decide";
    private static final int AT_ONCE = 10;
    private static final int MOST_FAILURES = 15;
    private static final int WARM_UP = 3;
    private static final int MOST_TRIES = 20;
    private static final long BETWEEN_TRIES_MILLIS = 500;
    // What a busy machine may add to the deadline.
    private static final long SLACK_MILLIS = 1500;

    private final DecisionTally tally;
    private final Upstream gemini;
    private final GeminiStandIn model;
    private final Events events;
    private final long deadlineMillis;

    ModelSteps(DecisionTally tally, Upstream gemini, GeminiStandIn model, Events events, Duration deadline) {
        this.tally = tally;
        this.gemini = gemini;
        this.model = model;
        this.events = events;
        deadlineMillis = deadline.toMillis();
    }

    // Successes first: the breaker looks at ten calls or more, and is to open in its own step and not before.
    List<Step> all() {
        return List.of(
                new Step("cache", "the same question again: no call, no cost", this::again),
                new Step("cache", "asked " + AT_ONCE + " times at once: one call for all", this::together),
                new Step("kill switch", "thrown while running: nothing is sent", this::killed),
                new Step("kill switch", "taken back: the next question goes out", this::revived),
                new Step("upstream", "the model is down: rules take over", this::failing),
                new Step("upstream", "the model babbles, and bills it: rules take over", this::babbling),
                new Step("upstream", "the model refuses connections: rules take over", this::refusing),
                new Step(
                        "upstream",
                        "the model hangs: rules at the deadline",
                        client -> late(client, GeminiStandIn.HANG)),
                new Step(
                        "upstream",
                        "the model drips: rules at the deadline",
                        client -> late(client, GeminiStandIn.DRIP)),
                new Step("breaker", "too many failures: the model is left alone", this::breaks),
                new Step("breaker", "after a while some may try, and it closes", this::heals));
    }

    /** With the kill switch thrown from the start nothing else can be shown. */
    List<Step> disabled() {
        return List.of(new Step("kill switch", "thrown from the start: nothing is sent", this::off));
    }

    private Question ask(Client client, String message) throws Exception {
        return Question.ask(client, model, events, message);
    }

    private Finding again(Client client) throws Exception {
        long before = tally.sums().nanoUsd();
        int calls = model.calls();
        Response response = client.post(DECIDE, "{\"message\":\"" + ASKED_BEFORE + "\",\"plan\":\"pro\"}");
        return Finding.of("POST " + DECIDE, response)
                .says("source: " + Events.field(response.body(), "source"))
                .says(Money.usd(tally.sums().nanoUsd() - before) + " USD")
                .says(hitRate())
                .expectsStatus(200)
                .expects(response.body().contains("\"source\":\"cache\""), "answered from the cache")
                .expects(model.calls() == calls, "no call")
                .expects(tally.sums().nanoUsd() == before, "no cost");
    }

    private String hitRate() {
        return "hit rate " + Math.round(100 * gemini.cacheStats().hitRate()) + " %";
    }

    private Finding together(Client client) {
        int before = model.calls();
        List<Response> answers = client.burst(AT_ONCE, DECIDE, Question.json("Which browsers do you support?"));
        long good = answers.stream().filter(answer -> answer.status() == 200).count();
        int calls = model.calls() - before;
        return Finding.of("POST " + DECIDE + " x" + AT_ONCE, good + "x200", answers.get(0))
                .says("calls: " + calls)
                .says(hitRate())
                .expects(good == AT_ONCE, "all answered")
                .expects(calls == 1, "one call");
    }

    private Finding killed(Client client) throws Exception {
        gemini.disable();
        return off(client);
    }

    private Finding off(Client client) throws Exception {
        return ask(client, "Can I change my user name?").finding(0, "disabled", "");
    }

    private Finding revived(Client client) throws Exception {
        gemini.enable();
        return ask(client, "Can I change my user name?").finding("llm", 1);
    }

    private Finding failing(Client client) throws Exception {
        return ask(client, "How do I export? " + GeminiStandIn.FAIL).finding(1, "failed", "HttpStatusException");
    }

    private Finding babbling(Client client) throws Exception {
        long before = tally.sums().nanoUsd();
        Question question = ask(client, "Hello " + GeminiStandIn.BABBLE);
        long cost = tally.sums().nanoUsd() - before;
        return question.finding(1, "failed", "UnusableAnswerException")
                .says(Money.usd(cost) + " USD")
                .expects(cost > 0, "metered, since it is billed");
    }

    private Finding refusing(Client client) throws Exception {
        model.refuse();
        try {
            return ask(client, "Where is my invoice?").finding(0, "failed", "ConnectException");
        } finally {
            model.accept();
        }
    }

    private Finding late(Client client, String how) throws Exception {
        Question question = ask(client, "Do you have a status page? " + how);
        return question.finding(1, "timeout", "")
                .expects(
                        question.millis() <= deadlineMillis + SLACK_MILLIS,
                        "an answer within the deadline of " + deadlineMillis + " ms");
    }

    private Finding breaks(Client client) throws Exception {
        int failures = 0;
        Question question = ask(client, failure(failures));
        while (question.calls() > 0 && failures < MOST_FAILURES) {
            failures++;
            question = ask(client, failure(failures));
        }
        // The first refusal of its kind loads classes.
        for (int i = 0; i < WARM_UP && question.calls() == 0; i++) {
            question = ask(client, failure(failures + i));
        }
        String nanos = question.told("duration_ns");
        return question.finding(0, "open", "")
                .says("in the service: " + (nanos.isEmpty() ? "?" : Long.parseLong(nanos) / 1000) + " us");
    }

    private static String failure(int number) {
        return "Question " + number + ' ' + GeminiStandIn.FAIL;
    }

    private Finding heals(Client client) throws Exception {
        long started = System.nanoTime();
        Question question = ask(client, "Is there an API?");
        for (int i = 0; i < MOST_TRIES && question.isFrom("fallback"); i++) {
            Thread.sleep(BETWEEN_TRIES_MILLIS);
            question = ask(client, "Is there an API?");
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        return question.finding("llm", 1).says("after " + millis + " ms");
    }
}
