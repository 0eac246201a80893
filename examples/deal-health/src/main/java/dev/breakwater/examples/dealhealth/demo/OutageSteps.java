/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Redis goes and comes, and an instance is replaced while requests come. */
final class OutageSteps {
    private static final int BURST = 20;
    private static final int BETWEEN_REQUESTS_MILLIS = 8;
    private static final int BETWEEN_PROBES_MILLIS = 100;
    private static final String PROBE = "/livez";
    private static final String DEALS = "/api/v1/deals";
    private static final String PROBED = "/api/v1/deals/nothing-known/health";

    private final Fleet fleet;

    OutageSteps(Fleet fleet) {
        this.fleet = fleet;
    }

    List<Step> all() {
        return List.of(
                new Step(
                        "rolling update",
                        "an instance is replaced under traffic, and no request fails",
                        this::replaced),
                new Step(
                        "rate limit", "Redis is killed: each instance goes on with its share of the limit", this::away),
                new Step("health", "the service is degraded, and still ready", this::degraded),
                new Step("(service)", "events wait for better times, and none is given up", this::waits),
                new Step("rate limit", "Redis is back: within 2 s the limit is shared again", this::back),
                new Step("(service)", "what waited has become evidence", this::waited));
    }

    private void replaced(Transcript transcript) throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        AtomicBoolean routed = new AtomicBoolean(true);
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(() -> {
            while (going.get()) {
                boolean toSecond = routed.get() && sent.get() % 2 == 1;
                int port = toSecond ? fleet.second.port() : fleet.first.port();
                sent.incrementAndGet();
                if (!succeeds(transcript, port)) {
                    failed.incrementAndGet();
                }
            }
        });
        CompletableFuture<Void> balancer = CompletableFuture.runAsync(() -> {
            while (going.get()) {
                routed.set(isReady());
            }
        });
        transcript.say("SIGTERM to the instance on port " + fleet.second.port());
        int status = fleet.second.stop();
        transcript.say("it ended with status " + status + "; a new one starts");
        fleet.second.start();
        fleet.second.awaitReady();
        transcript.await("traffic at the new one", 2, routed::get);
        going.set(false);
        CompletableFuture.allOf(traffic, balancer).join();
        transcript.say(sent.get() + " requests by a load balancer's routes, " + failed.get() + " failed");
        transcript.expect(status == 143, "an end by SIGTERM");
        transcript.expect(failed.get() == 0, "no request failed");
        transcript.expect(sent.get() > 100, "more than 100 requests");
    }

    private boolean isReady() {
        try {
            Thread.sleep(BETWEEN_PROBES_MILLIS);
            return fleet.second.isReady();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Anything the application answers, a refusal of the eager included, is an answer. */
    private static boolean succeeds(Transcript transcript, int port) {
        try {
            Thread.sleep(BETWEEN_REQUESTS_MILLIS);
            int status = transcript.silent(port, DEALS).status();
            return status == 200 || status == 429;
        } catch (IOException failed) {
            return false;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void away(Transcript transcript) throws Exception {
        fleet.redis.kill();
        transcript.say("Redis was killed");
        long started = System.nanoTime();
        int admitted = admitted(transcript, fleet.first.port()) + admitted(transcript, fleet.second.port());
        int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        transcript.say("> GET " + PROBED + " x20 to each of both");
        transcript.say("< " + admitted + " admitted in " + seconds + " s");
        // Half of the burst each, and what came back meanwhile, rounded up at each of them.
        transcript.expect(admitted >= 2 && admitted <= BURST + 2 * (seconds + 1) + 2, "no more than one burst in all");
    }

    /** How many of a burst are not refused by the limit; without Redis the service itself answers 503. */
    private static int admitted(Transcript transcript, int port) throws Exception {
        int admitted = 0;
        for (int i = 0; i < BURST; i++) {
            admitted += transcript.silent(port, PROBED).status() == 429 ? 0 : 1;
        }
        return admitted;
    }

    private void degraded(Transcript transcript) throws Exception {
        transcript.await(
                "DEGRADED",
                5,
                () -> transcript
                        .silent(fleet.first.port(), "/health")
                        .body()
                        .toUpperCase(Locale.ROOT)
                        .contains("DEGRADED"));
        transcript.expectStatus(transcript.get(fleet.first.port(), "/health"), 200);
        transcript.expectStatus(transcript.get(fleet.first.port(), "/readyz"), 200);
        transcript.expectStatus(transcript.get(fleet.first.port(), PROBE), 200);
    }

    private void waits(Transcript transcript) throws Exception {
        transcript.expectStatus(
                transcript.post(
                        fleet.first.port(), DealSteps.EVENTS, DealSteps.observed("patient", "automated_test", "works")),
                202);
        Thread.sleep(600);
        Answer metrics = transcript.silent(fleet.first.opsPort(), "/metrics");
        metrics.body()
                .lines()
                .filter(line -> line.startsWith("deal_health_queue_depth "))
                .forEach(transcript::say);
        transcript.expect(metrics.body().contains("deal_health_queue_depth 1.0"), "one event waits");
    }

    private void back(Transcript transcript) throws Exception {
        fleet.redis.start();
        Thread.sleep(2_000);
        transcript.say("Redis is back, for 2 s");
        LimitSteps.expectShared(transcript, fleet);
    }

    private void waited(Transcript transcript) throws Exception {
        transcript.await("the score", 5, () -> {
            Thread.sleep(300);
            return transcript
                            .silent(fleet.second.port(), "/api/v1/deals/patient/health")
                            .number("score")
                    == 1;
        });
        transcript.get(fleet.second.port(), "/api/v1/deals/patient/health");
    }
}
