/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

import dev.breakwater.examples.shopping.ShoppingOptimizer;
import dev.breakwater.examples.shopping.standin.GeminiStandIn;
import dev.breakwater.examples.shopping.standin.SallingStandIn;
import dev.breakwater.examples.shopping.standin.StandIn.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How the service does while what it depends on is slow, hangs, fails, or is switched off. */
final class UpstreamSteps {
    private static final int USERS = 200;
    private static final int COOKS = 30;
    private static final int MOST_CALLS = 10;
    private static final int DEADLINE_MILLIS = 2000;
    private static final int SERVER_THREADS = 32;
    private static final int TRIES = 40;
    private static final String STALE_ZIP = "4000";

    private final ShoppingOptimizer service;
    private final SallingStandIn salling;
    private final GeminiStandIn gemini;
    private final Path killFile;

    UpstreamSteps(ShoppingOptimizer service, Path killFile) {
        this.service = service;
        salling = Objects.requireNonNull(service.salling(), "no key, so a stand-in");
        gemini = Objects.requireNonNull(service.gemini(), "no key, so a stand-in");
        this.killFile = killFile;
    }

    List<Step> all() {
        return List.of(
                new Step("asynchronous", USERS + " users, and an upstream that takes 2 s", this::crowded),
                new Step("upstream: bulkhead", "the model hangs, and only those who ask it wait", this::hung),
                new Step("upstream: kill switch", "a file switches the model off and on", this::killed),
                new Step("upstream: stale answers", "the stores' API fails: what was known answers", this::stale),
                new Step("upstream: breaker", "what fails all the time is left alone", this::broken),
                new Step("health", "without it the service is degraded, not down", UpstreamSteps::degraded));
    }

    private void crowded(Transcript step) throws Exception {
        salling.delay(Duration.ofSeconds(2));
        long started = System.nanoTime();
        List<CompletableFuture<Answer>> sent = IntStream.range(0, USERS)
                .mapToObj(user -> step.sending(ServiceSteps.OFFERS + (1000 + user), "", "198.51.100." + user))
                .toList();
        int threads = mostThreads(sent);
        long answered = answered(sent, "");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        salling.delay(Duration.ZERO);
        step.say(USERS + " users at once, each with a postcode of its own: " + answered + " answered in " + millis
                + " ms,");
        step.say("that is " + answered * 1000 / millis + " a second, by at most " + threads + " threads of the server");
        step.expect(answered == USERS, "all answered");
        step.expect(millis < 2000L * USERS / SERVER_THREADS, "sooner than if each held a thread while it waits");
        step.expect(threads <= SERVER_THREADS, "few threads");
    }

    private int mostThreads(List<CompletableFuture<Answer>> sent) throws InterruptedException {
        int most = 0;
        while (!sent.stream().allMatch(CompletableFuture::isDone)) {
            most = Math.max(most, service.serverThreads());
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return most;
    }

    private static long answered(List<CompletableFuture<Answer>> sent, String word) {
        return sent.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 200 && answer.body().contains(word))
                .count();
    }

    private void hung(Transcript step) throws Exception {
        gemini.answer(Mode.HANGING);
        int before = gemini.calls();
        List<CompletableFuture<Answer>> cooks = IntStream.range(0, COOKS)
                .mapToObj(cook -> step.sending(ServiceSteps.MEALS, "{\"zip\":\"8000\"}", "192.0.2." + cook))
                .toList();
        Answer beside = step.get(ServiceSteps.OFFERS + "8000");
        long byRules = answered(cooks, "\"rules\"");
        long atOnce = cooks.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.millis() < DEADLINE_MILLIS)
                .count();
        int calls = gemini.calls() - before;
        gemini.answer(Mode.WELL);
        step.say(COOKS + " want a meal: " + calls + " wait for the model until its deadline, " + atOnce
                + " are answered by rules at once; in the end all " + byRules + " have one");
        step.expect(beside.status() == 200 && beside.millis() < DEADLINE_MILLIS, "offers at once");
        step.expect(byRules == COOKS, "a meal for everybody");
        step.expect(calls <= MOST_CALLS, "at most " + MOST_CALLS + " calls");
    }

    private void killed(Transcript step) throws Exception {
        say(step, "gemini", TRIES);
        Files.writeString(killFile, "");
        step.say("$ touch " + killFile.getFileName());
        say(step, "rules", 1 + 3);
        int before = gemini.calls();
        step.post(ServiceSteps.MEALS, "{\"zip\":\"8000\"}");
        step.expect(gemini.calls() == before, "no call to the model");
        Files.delete(killFile);
        step.say("$ rm " + killFile.getFileName());
        say(step, "gemini", 1 + 3);
    }

    // The breaker may have to find out first that the model is well again; a file is seen within 100 ms.
    private static void say(Transcript step, String source, int tries) throws Exception {
        String meal = "{\"zip\":\"8000\"}";
        Answer answer = step.sending(ServiceSteps.MEALS, meal, step.address()).join();
        for (int i = 1; i < tries && !answer.says("source", source); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            answer = step.sending(ServiceSteps.MEALS, meal, "192.0.2.1" + i).join();
        }
        step.show("POST " + ServiceSteps.MEALS, answer);
        step.expect(answer.says("source", source), "a meal by " + source);
    }

    private void stale(Transcript step) throws Exception {
        String path = ServiceSteps.OFFERS + STALE_ZIP;
        String known = step.get(path).body();
        salling.answer(Mode.FAILING);
        TimeUnit.MILLISECONDS.sleep(1100); // longer than answers are kept here
        Answer stale = step.get(path);
        step.expectStatus(stale, 200);
        step.expect(stale.body().equals(known), "what was known before");
        step.say("and of what nobody knows anything:");
        Answer unknown = step.get(ServiceSteps.OFFERS + "4001");
        step.expectStatus(unknown, 503);
        step.expect(!unknown.header("Retry-After").isEmpty(), "Retry-After");
    }

    private void broken(Transcript step) throws Exception {
        int before;
        int zip = 9000;
        do {
            before = salling.calls();
            step.silent(ServiceSteps.OFFERS + zip++);
        } while (salling.calls() > before && zip < 9000 + 2 * TRIES);
        Answer refused = step.get(ServiceSteps.OFFERS + zip);
        step.say("calls to the Salling Group: " + (salling.calls() - before));
        step.expect(salling.calls() == before, "no call");
        step.expectStatus(refused, 503);
        step.expectStatus(step.get(ServiceSteps.OFFERS + STALE_ZIP), 200);
    }

    private static void degraded(Transcript step) throws Exception {
        Answer answer = step.silent("/health");
        for (int i = 0; i < TRIES && !answer.says("status", "DEGRADED"); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            answer = step.silent("/health");
        }
        step.show("GET /health", answer);
        step.expectStatus(answer, 200);
        step.expect(answer.says("status", "DEGRADED"), "DEGRADED");
        step.expectStatus(step.get("/readyz"), 200);
    }
}
