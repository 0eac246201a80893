/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import dev.breakwater.examples.bouvet.standin.StandIn;
import dev.breakwater.examples.bouvet.standin.StandIn.Mode;
import dev.breakwater.upstream.Upstream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How the service does without Doffin. */
final class UpstreamSteps {
    private static final String KNOWN = ApiSteps.NOTICES + "?q=kurs&hits=1";
    private static final int MOST_TRIES = 18;

    private final StandIn doffin;
    private final Upstream upstream;

    UpstreamSteps(StandIn doffin, Upstream upstream) {
        this.doffin = doffin;
        this.upstream = upstream;
    }

    List<Step> all() {
        return List.of(
                new Step("upstream: fallback", "while Doffin is down, what it said last", this::lastKnown),
                new Step("health", "without it the service is degraded, not down", this::degraded),
                new Step("upstream", "and whole again afterwards", this::healed),
                new Step("upstream: kill switch", "nothing is sent", this::killed));
    }

    private void lastKnown(Transcript step) throws Exception {
        step.get(KNOWN);
        doffin.answer(Mode.FAILING);
        upstream.invalidateAll();
        Answer known = step.get(KNOWN);
        step.expect(known.says("source", "last-known"), "the last known");
        Answer never = step.get(ApiSteps.NOTICES + "?q=never");
        step.expectStatus(never, 503);
        step.expect(never.isProblem() && !never.header("Retry-After").isEmpty(), "a problem with Retry-After");
        step.expect(!never.body().contains("no-key-needed"), "nothing of what Doffin said");
    }

    private void degraded(Transcript step) throws Exception {
        Answer answer = tryUntil(step, "DEGRADED");
        step.show("GET /api/health", answer);
        step.expectStatus(answer, 200);
        step.expect(answer.says("status", "DEGRADED"), "DEGRADED");
        step.expectStatus(step.get("/readyz"), 200);
    }

    private void healed(Transcript step) throws Exception {
        doffin.answer(Mode.WELL);
        Answer health = tryUntil(step, "UP");
        Answer answer = step.get(KNOWN);
        step.expect(answer.says("source", "doffin"), "an answer of Doffin");
        step.show("GET /api/health", health);
        step.expect(health.says("status", "UP"), "UP");
    }

    // By what becomes of its calls, the breaker opens and closes.
    private Answer tryUntil(Transcript step, String status) throws Exception {
        Answer answer = step.silent("GET", "/api/health");
        for (int i = 0; i < MOST_TRIES && !answer.says("status", status); i++) {
            upstream.invalidateAll();
            step.silent("GET", KNOWN);
            TimeUnit.MILLISECONDS.sleep(250);
            answer = step.silent("GET", "/api/health");
        }
        return answer;
    }

    private void killed(Transcript step) throws Exception {
        upstream.disable();
        int before = doffin.calls();
        Answer answer = step.get(KNOWN);
        step.expect(answer.says("source", "last-known"), "the last known");
        step.say("calls to Doffin: " + (doffin.calls() - before));
        step.expect(doffin.calls() == before, "no calls");
        upstream.enable();
    }
}
