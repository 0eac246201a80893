/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import dev.breakwater.examples.carbon.ElectricityMapsStandIn;
import dev.breakwater.examples.carbon.ElectricityMapsStandIn.Mode;
import dev.breakwater.upstream.Upstream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How the service does without Electricity Maps, and how it spares it. */
final class UpstreamSteps {
    private static final int MOST_TRIES = 40;
    private static final int SPARED_MILLIS = 1000;

    private final ElectricityMapsStandIn maps;
    private final Upstream upstream;

    UpstreamSteps(ElectricityMapsStandIn maps, Upstream upstream) {
        this.maps = maps;
        this.upstream = upstream;
    }

    List<Step> all() {
        return List.of(
                new Step("upstream: cache", "a zone is asked for once in five minutes", this::cached),
                new Step("upstream: attempts", "two failures, and the third attempt answers", this::retried),
                new Step("upstream: fallback", "while it is down, estimates", this::estimated),
                new Step("upstream: breaker", "what fails all the time is left alone for a while", this::broken),
                new Step("health", "without it the service is degraded, not down", this::degraded),
                new Step("upstream: breaker", "and then tried again", this::healed),
                new Step("upstream: kill switch", "nothing is sent", this::killed));
    }

    private void cached(Transcript step) throws Exception {
        upstream.invalidateAll();
        int before = maps.calls();
        step.get(ApiSteps.INTENSITY + "DE");
        step.get(ApiSteps.INTENSITY + "DE");
        calls(step, before, 1);
    }

    private void retried(Transcript step) throws Exception {
        int before = maps.calls();
        maps.failNext(2);
        Answer answer = step.get(ApiSteps.INTENSITY + "SE-SE3");
        step.expect(answer.says("source", "electricity-maps"), "an answer of Electricity Maps");
        calls(step, before, 3);
    }

    private void estimated(Transcript step) throws Exception {
        maps.answer(Mode.FAILING);
        upstream.invalidateAll();
        Answer known = step.get(ApiSteps.INTENSITY + "DE");
        step.say("that was the last known; this is the yearly average:");
        Answer never = step.get(ApiSteps.INTENSITY + "PL");
        step.expect(known.says("source", "estimate"), "the last known as an estimate");
        step.expect(never.says("gramsPerKwh", 640), "the yearly average of PL");
    }

    private void broken(Transcript step) throws Exception {
        int before = maps.calls();
        Answer last = step.silent("GET", ApiSteps.INTENSITY + "IE", "");
        for (int i = 0; i < MOST_TRIES && maps.calls() > before; i++) {
            before = maps.calls();
            last = step.silent("GET", ApiSteps.INTENSITY + "IE", "");
        }
        step.show("GET " + ApiSteps.INTENSITY + "IE, after " + last.millis() + " ms", last);
        calls(step, before, 0);
        step.expectStatus(last, 200);
    }

    private void degraded(Transcript step) throws Exception {
        Answer answer = waitFor(step, "DEGRADED");
        step.show("GET /health", answer);
        step.expectStatus(answer, 200);
        step.expect(answer.says("status", "DEGRADED"), "DEGRADED");
        step.expectStatus(step.get("/readyz"), 200);
    }

    private static Answer waitFor(Transcript step, String status) throws Exception {
        Answer answer = step.silent("GET", "/health", "");
        for (int i = 0; i < MOST_TRIES && !answer.says("status", status); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            answer = step.silent("GET", "/health", "");
        }
        return answer;
    }

    private void healed(Transcript step) throws Exception {
        maps.answer(Mode.WELL);
        Answer answer = step.silent("GET", ApiSteps.INTENSITY + "IE", "");
        for (int i = 0; i < MOST_TRIES && answer.says("source", "estimate"); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            answer = step.silent("GET", ApiSteps.INTENSITY + "IE", "");
        }
        step.show("GET " + ApiSteps.INTENSITY + "IE", answer);
        step.expect(answer.says("source", "electricity-maps"), "an answer of Electricity Maps");
        // A few that are answered close the breaker.
        for (String zone : List.of("ES", "FR", "GB")) {
            step.silent("GET", ApiSteps.INTENSITY + zone, "");
        }
        Answer health = waitFor(step, "UP");
        step.show("GET /health", health);
        step.expect(health.says("status", "UP"), "UP");
    }

    private void killed(Transcript step) throws Exception {
        upstream.disable();
        int before = maps.calls();
        Answer answer = step.get(ApiSteps.INTENSITY + "DE");
        step.expect(answer.says("source", "estimate") && answer.millis() < SPARED_MILLIS, "an estimate at once");
        calls(step, before, 0);
        upstream.enable();
    }

    private void calls(Transcript step, int before, int expected) {
        int calls = maps.calls() - before;
        step.say("calls to Electricity Maps: " + calls);
        step.expect(calls == expected, expected + " calls");
    }
}
