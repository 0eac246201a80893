/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.drain.DrainSummary;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of requests when an application's context is closed, over real HTTP. */
class DrainOnCloseTest {
    private static final int IN_FLIGHT = 5;

    private ConfigurableApplicationContext context;
    private RawClient client;

    @AfterEach
    void close() {
        context.close();
    }

    private void start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--spring.autoconfigure.exclude=" + String.join(",", ServedApplicationTest.Application.SECURITY));
        all.add("--management.endpoint.health.probes.enabled=true");
        context = Served.run(Application.class, all.toArray(new String[0]));
        client = client("local.server.port");
        // Ready once the checks have run for the first time.
        Awaitility.await().until(() -> status("/readyz") == 200);
    }

    private RawClient client(String port) {
        return new RawClient(context.getEnvironment().getRequiredProperty(port, Integer.class));
    }

    private static RawAnswer get(RawClient at, String path) {
        try {
            return at.send(new byte[0], "GET " + path + " HTTP/1.1");
        } catch (IOException refused) {
            return new RawAnswer(0, List.of(), new byte[0], false);
        }
    }

    private int status(String path) {
        return get(client, path).status();
    }

    private void nobodyIsNoticing() throws Exception {
        Slow slow = context.getBean(Slow.class);
        List<CompletableFuture<RawAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> get(client, "/slow"), work -> new Thread(work).start()));
        }
        assertThat(slow.arrived.await(10, TimeUnit.SECONDS)).isTrue();
        // Somebody looks, so there is a delay.
        assertThat(status("/readyz")).isEqualTo(200);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close, work -> new Thread(work).start());
        Awaitility.await().atMost(Duration.ofMillis(1500)).until(() -> status("/readyz") == 503);
        assertThat(status("/livez")).isEqualTo(200);
        RawAnswer served = get(client, "/quick");
        slow.released.countDown();

        assertThat(served.status()).isEqualTo(200);
        assertThat(served.header("Connection")).containsExactly("close");
        for (CompletableFuture<RawAnswer> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        closed.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> client.send(new byte[0], "GET /quick HTTP/1.1")).isInstanceOf(IOException.class);
    }

    @Test
    @Tag("container")
    void whatIsInFlightEndsBeforeAServerThatStopsAtOnce() throws Exception {
        start("--server.shutdown=immediate", "--breakwater.health.drain-delay=2s");
        nobodyIsNoticing();
    }

    @Test
    @Tag("container")
    @Tag("long")
    void whatIsInFlightEndsBeforeAServerThatStopsGracefully() throws Exception {
        start("--server.shutdown=graceful", "--breakwater.health.drain-delay=2s");
        nobodyIsNoticing();
    }

    @Test
    void actuatorsReadinessFollowsAtItsOwnPortWhoeverBeginsTheDrain() {
        start("--management.server.port=0", "--breakwater.health.drain-delay=300ms");
        RawClient management = client("local.management.port");
        assertThat(get(management, "/actuator/health/readiness").status()).isEqualTo(200);

        CompletableFuture<DrainSummary> drained =
                context.getBean(BreakwaterRuntime.class).drain();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> get(management, "/actuator/health/readiness").status() == 503);

        assertThat(get(management, "/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
                .isEqualTo(ReadinessState.REFUSING_TRAFFIC);
        drained.join();
        assertThat(get(client, "/quick").status()).isEqualTo(503);
        long begin = System.nanoTime();
        context.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void ourProbesFollowBootsAvailabilityAndAPauseIsNoEnd() {
        start("--breakwater.health.drain-delay=10ms");
        assertThat(status("/readyz")).isEqualTo(200);

        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        assertThat(status("/readyz")).isEqualTo(503);
        assertThat(status("/livez")).isEqualTo(200);

        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(status("/readyz")).isEqualTo(200);

        context.stop();
        context.start();
        client = client("local.server.port");
        assertThat(context.getBean(BreakwaterRuntime.class).isDraining()).isFalse();
        assertThat(status("/quick")).isEqualTo(200);

        AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
        assertThat(status("/livez")).isEqualTo(503);
    }

    @Test
    void everythingOfTheContextWorksOnUntilTheDrainHasEnded() throws Exception {
        start("--breakwater.health.drain-delay=1s", "--spring.lifecycle.timeout-per-shutdown-phase=1ms");
        assertThat(status("/readyz")).isEqualTo(200);
        BreakwaterRuntime runtime = context.getBean(BreakwaterRuntime.class);

        CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close, work -> new Thread(work).start());
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> status("/readyz") == 503 && runtime.isDraining());

        assertThat(status("/scheduled")).isEqualTo(200);
        assertThat(runtime.drain()).isNotDone();
        closed.get(10, TimeUnit.SECONDS);
        assertThat(runtime.drain()).isDone();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        Slow slow(ThreadPoolTaskScheduler scheduler) {
            return new Slow(scheduler);
        }
    }

    @RestController
    static class Slow {
        private final CountDownLatch arrived = new CountDownLatch(IN_FLIGHT);
        private final CountDownLatch released = new CountDownLatch(1);
        private final ThreadPoolTaskScheduler scheduler;

        Slow(ThreadPoolTaskScheduler scheduler) {
            this.scheduler = scheduler;
        }

        @GetMapping("/slow")
        String slow() throws InterruptedException {
            arrived.countDown();
            return released.await(10, TimeUnit.SECONDS) ? "slow" : "too slow";
        }

        @GetMapping("/scheduled")
        String scheduled() throws Exception {
            return scheduler.submit(() -> "scheduled").get(5, TimeUnit.SECONDS);
        }

        @GetMapping("/quick")
        String quick() {
            return "quick";
        }
    }
}
