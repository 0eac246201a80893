/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.AnswerCodec;
import dev.breakwater.upstream.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Instances of one service behind one Redis, as Boot starts them with Spring Data Redis and Actuator, over real HTTP. */
@Tag("redis")
class SharedLimitsTest {
    private static final int LIMIT = 20;

    private static EmbeddedRedis redis;
    private static Served one;
    private static Served other;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.stopped().start();
        one = instance(redis);
        other = instance(redis);
        Awaitility.await().until(() -> detailed(one).contains("\"redis\":{\"status\":\"UP\""));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    /** Finds Redis as Spring Data does. */
    private static Served instance(EmbeddedRedis where) {
        return Served.start(
                Application.class,
                "--spring.autoconfigure.exclude=" + String.join(",", ServedApplicationTest.Application.SECURITY),
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + where.port(),
                "--management.endpoint.health.show-details=always",
                "--breakwater.ops.networks=127.0.0.0/8, ::1/128",
                "--breakwater.health.interval=1s",
                "--breakwater.redis.instances=2",
                "--breakwater.upstreams.prices.cache.ttl=1h",
                "--breakwater.upstreams.prices.cache.store=redis",
                "--breakwater.rate-limit.store=redis",
                "--breakwater.rate-limit.policies[0].name=items",
                "--breakwater.rate-limit.policies[0].paths=/items/**",
                "--breakwater.rate-limit.policies[0].key=header:X-Caller",
                "--breakwater.rate-limit.policies[0].limits=" + LIMIT + " per hour");
    }

    private static String detailed(Served served) throws IOException {
        return served.bare("GET /health/detailed").text();
    }

    private static RawAnswer item(String caller, Served served) throws IOException {
        return served.bare("GET /items/1", "X-Caller: " + caller);
    }

    private static List<Integer> statuses(int times, String caller, Served... instances) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> asked = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                Served served = instances[i % instances.length];
                asked.add(threads.submit(() -> item(caller, served).status()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : asked) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            threads.shutdown();
        }
    }

    // A caller for each situation: instances remember whom they have refused.
    private static void isSharedFor(String caller) throws Exception {
        List<Integer> statuses = statuses(3 * LIMIT, caller, one, other);
        assertThat(statuses).containsOnly(200, 429);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(LIMIT);
    }

    @Test
    void exactlyTheLimitIsAdmittedByAllOfThemTogether() throws Exception {
        isSharedFor("any");
    }

    @Test
    void whatOneWasToldByAnUpstreamTheOtherKnows() throws Exception {
        AtomicInteger sku = new AtomicInteger();
        AtomicReference<String> price = new AtomicReference<>();
        // Another one each time: what is answered before Redis is there is not shared.
        Awaitility.await().until(() -> {
            price.set(one.bare("GET /price/" + sku.incrementAndGet()).text());
            return redis.ask("EXISTS breakwater:answers:prices:sku-" + sku).equals(":1");
        });

        assertThat(other.bare("GET /price/" + sku).text()).isEqualTo(price.get());
    }

    @Test
    void noneFailsWhileRedisIsAwayAndAllShareAgainWhenItIsBack() throws Exception {
        redis.kill();
        try {
            List<Integer> statuses = statuses(2 * LIMIT, "away", one);
            assertThat(statuses).containsOnly(200, 429);
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(LIMIT / 2);
            RawAnswer away = item("away", one);
            assertThat(away.header("RateLimit")).hasSize(1);
            assertThat(away.header("RateLimit-Policy")).hasSize(1);
            assertThat(one.bare("GET /readyz").status()).isEqualTo(200);
            Awaitility.await().until(() -> !isUp(one));
        } finally {
            redis.start();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> isUp(one) && isUp(other));
        isSharedFor("back");
    }

    private static boolean isUp(Served served) throws IOException {
        return detailed(served).contains("\"redis\":{\"status\":\"UP\"");
    }

    // Boot 4 registers a reactive indicator where there is Reactor, as Lettuce has it, and those stay with Actuator.
    @Test
    void theCheckOfThatNameIsOursAndActuatorsIsQualified() throws IOException {
        boolean isMoved = detailed(one).contains("\"redis-indicator\":{");
        assertThat(isMoved).isEqualTo(SpringBootVersion.getVersion().startsWith("3."));
        assertThat(detailed(one)).doesNotContain("redis-2");
        assertThat(detailed(one)).contains("\"redis\":{\"status\":\"UP\",\"kind\":\"datastore\"");
        assertThat(one.bare("GET /actuator/health/redis").text()).contains("\"version\":\"6.2");
        assertThat(one.bare("GET /actuator/health/breakwater/redis").text()).contains("\"found\":\"UP\"");
    }

    @Nested
    class AnInstanceThatStartsBeforeRedis {

        @Test
        void servesAndSharesOnceRedisIsThere() throws Exception {
            Set<String> before = threads();
            try (EmbeddedRedis late = EmbeddedRedis.stopped()) {
                try (Served early = instance(late)) {
                    assertThat(item("early", early).status()).isEqualTo(200);
                    assertThat(item("early", early).header("RateLimit")).hasSize(1);

                    late.start();
                    Awaitility.await().until(() -> isUp(early));
                    assertThat(statuses(2 * LIMIT, "late", early)).filteredOn(status -> status == 200).hasSize(LIMIT);
                    assertThat(late.ask("DBSIZE")).isNotEqualTo(":0");
                }
                Awaitility.await().untilAsserted(() -> {
                    assertThat(late.connections()).isZero();
                    assertThat(threads()).isSubsetOf(before);
                });
            }
        }

        private static Set<String> threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.contains("lettuce") || name.contains("breakwater"))
                    .collect(Collectors.toSet());
        }
    }

    /** A service with nothing but one resource. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Application {
        private final Call<String> price;

        Application(BreakwaterRuntime runtime) {
            price = runtime.upstream("prices").call(() -> UUID.randomUUID().toString());
        }

        @GetMapping("/items/{id}")
        String item() {
            return "item";
        }

        @GetMapping("/price/{sku}")
        String price(@PathVariable("sku") int sku) {
            return price.cachedBy("sku-" + sku, AnswerCodec.text()).get();
        }
    }
}
