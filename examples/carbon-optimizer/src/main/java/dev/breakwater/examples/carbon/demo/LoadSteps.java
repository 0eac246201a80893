/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import dev.breakwater.examples.carbon.ElectricityMapsStandIn;
import dev.breakwater.examples.carbon.ElectricityMapsStandIn.Mode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What is more than the service can take. */
final class LoadSteps {
    private static final int CAPACITY = 100;
    private static final int CROWD = 130;
    private static final int BODY = 20_000;

    private final ElectricityMapsStandIn maps;

    LoadSteps(ElectricityMapsStandIn maps) {
        this.maps = maps;
    }

    List<Step> all() {
        return List.of(
                new Step("request limits", "a body that is too large is not read", LoadSteps::large),
                new Step("overload", "while a hundred requests wait for a slow upstream", this::crowded));
    }

    private static void large(Transcript step) throws Exception {
        Answer answer = step.silent("POST", ApiSteps.OPTIMIZE, " ".repeat(BODY), "Content-Type", "application/json");
        step.show("POST " + ApiSteps.OPTIMIZE + " with " + BODY + " bytes", answer);
        step.expectStatus(answer, 413);
    }

    private void crowded(Transcript step) throws Exception {
        maps.answer(Mode.SLOW);
        List<CompletableFuture<Answer>> sent = IntStream.range(0, CROWD)
                .mapToObj(i -> step.sending(ApiSteps.INTENSITY + "US-NY-NYIS", "192.0.2." + i))
                .toList();
        Answer probe = step.get("/readyz");
        List<Answer> answers = sent.stream().map(CompletableFuture::join).toList();
        maps.answer(Mode.WELL);
        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() == 503).toList();
        long answered =
                answers.stream().filter(answer -> answer.status() == 200).count();
        step.say(CROWD + " clients at the same time: " + answered + " answered, " + refused.size() + " refused");
        refused.stream().limit(1).forEach(answer -> step.show("GET " + ApiSteps.INTENSITY + "US-NY-NYIS", answer));
        step.expectStatus(probe, 200);
        step.expect(answered >= CAPACITY && answered + refused.size() == CROWD, "all but the surplus answered");
        step.expect(!refused.isEmpty(), "a surplus");
        step.expect(
                refused.stream()
                        .noneMatch(answer -> answer.header("Retry-After").isEmpty()),
                "Retry-After");
    }
}
