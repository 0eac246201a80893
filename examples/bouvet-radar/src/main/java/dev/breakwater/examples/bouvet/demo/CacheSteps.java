/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import dev.breakwater.examples.bouvet.standin.StandIn;
import java.util.List;

/** What is kept, where, and for how long. */
final class CacheSteps {
    private final StandIn doffin;
    private final StandIn klass;

    CacheSteps(StandIn doffin, StandIn klass) {
        this.doffin = doffin;
        this.klass = klass;
    }

    List<Step> all() {
        return List.of(
                new Step("headers by path", "CPV codes for ever, and 304 for who has them", CacheSteps::forever),
                new Step("upstream: cache", "Doffin is asked once a minute for the same search", this::briefly),
                new Step("upstream: cache", "Statistics Norway twice a day", this::moderately));
    }

    private static void forever(Transcript step) throws Exception {
        Answer first = step.get(ApiSteps.CPV);
        step.expectHeader(first, "Cache-Control", "public, max-age=31536000, immutable");
        Answer again = step.get(ApiSteps.CPV, "If-None-Match", first.header("ETag"));
        step.expectStatus(again, 304);
        step.expect(again.body().isEmpty(), "no body");
        step.say("but not what is not there:");
        Answer none = step.get("/api/cpv/2008/99999999");
        step.expectStatus(none, 404);
        step.expectHeader(none, "Cache-Control", "no-store");
    }

    private void briefly(Transcript step) throws Exception {
        int before = doffin.calls();
        Answer answer = step.get(ApiSteps.NOTICES + "?q=drift&hits=1&status=ACTIVE");
        step.get(ApiSteps.NOTICES + "?status=ACTIVE&hits=1&q=drift");
        step.expectHeader(answer, "Cache-Control", "private, max-age=60");
        calls(step, "Doffin", doffin.calls() - before);
    }

    private void moderately(Transcript step) throws Exception {
        int before = klass.calls();
        Answer answer = step.get(ApiSteps.COUNTIES);
        step.get(ApiSteps.COUNTIES);
        step.expectHeader(answer, "Cache-Control", "public, max-age=43200");
        calls(step, "Statistics Norway", klass.calls() - before);
    }

    private static void calls(Transcript step, String whom, int calls) {
        step.say("calls to " + whom + ": " + calls);
        step.expect(calls == 1, "one call to " + whom);
    }
}
