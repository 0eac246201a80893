/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.runtime.BreakwaterRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** A Spring MVC application without Spring Security, over real HTTP. */
@Tag("container")
class ServedApplicationTest {
    private static final List<String> OURS = List.of(
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cache-Control",
            "Permissions-Policy",
            "X-Request-Id",
            "Access-Control-Allow-Origin",
            "Access-Control-Expose-Headers",
            "Vary");

    private static Served served;

    @BeforeAll
    static void start() {
        served = Served.start(
                Application.class,
                "--spring.autoconfigure.exclude=" + String.join(",", Application.SECURITY),
                "--breakwater.rate-limit.policies[0].name=wide",
                "--breakwater.rate-limit.policies[0].limits=10000 per minute",
                "--breakwater.rate-limit.policies[1].name=tight",
                "--breakwater.rate-limit.policies[1].paths=/tight",
                "--breakwater.rate-limit.policies[1].limits=1 per hour",
                "--breakwater.rate-limit.policies[2].name=by-key",
                "--breakwater.rate-limit.policies[2].paths=/items/**",
                "--breakwater.rate-limit.policies[2].key=api-key, ip",
                "--breakwater.rate-limit.policies[2].limits=3 per hour");
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static void carriesOursOnce(RawAnswer answer) {
        for (String name : OURS) {
            assertThat(answer.header(name)).as(name + " of " + answer.status()).hasSize(1);
        }
        assertThat(answer.elements("Vary")).containsOnlyOnce("Origin");
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(Served.ORIGIN);
        assertThat(answer.elements("Access-Control-Expose-Headers"))
                .containsOnlyOnce("ratelimit", "ratelimit-policy", "retry-after");
    }

    @Nested
    class EveryAnswer {

        @ParameterizedTest
        @CsvSource({
            "GET /hello, 200",
            "GET /nowhere, 404",
            "POST /hello, 405",
            "GET /boom/7, 500",
            "GET /status/418, 418",
            "GET /callable, 200",
            "GET /callable-boom, 500",
            "GET /deferred, 201",
            "GET /deferred-boom, 500"
        })
        void carriesOurHeadersOnceAndEndsOnceWithItsTrueStatus(String request, int status) throws Exception {
            RawAnswer answer = served.send(request, "");

            assertThat(answer.status()).isEqualTo(status);
            carriesOursOnce(answer);
            assertThat(answer.header("RateLimit")).hasSize(1);
            assertThat(answer.header("RateLimit-Policy")).hasSize(1);
            assertThat(served.end().status()).isEqualTo(status);
        }

        @Test
        void toMalformedJsonToo() throws Exception {
            RawAnswer answer = served.send("POST /echo", "{\"a\":", "Content-Type: application/json");

            assertThat(answer.status()).isEqualTo(400);
            carriesOursOnce(answer);
            assertThat(served.end().status()).isEqualTo(400);
        }

        @Test
        void toWhoeverIsOverTheLimitToo() throws Exception {
            RawAnswer first = served.get("/tight");
            RawAnswer second = served.get("/tight");

            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(429);
            carriesOursOnce(second);
            assertThat(second.header("Retry-After")).hasSize(1);
            assertThat(second.header("Content-Type")).containsExactly("application/problem+json");
        }

        @Test
        void ofBootsErrorPageIsBoots() throws Exception {
            assertThat(served.get("/boom/7").text()).contains("\"status\":500", "\"path\":\"/boom/7\"");
        }
    }

    @Nested
    class WhatTheApplicationWrites {

        @Test
        void replacesADefault() throws Exception {
            RawAnswer answer = served.get("/entity");

            assertThat(answer.header("Cache-Control")).containsExactly("max-age=60");
            assertThat(answer.header("ETag")).containsExactly("\"v1\"");
        }

        @Test
        void isMergedIntoVary() throws Exception {
            RawAnswer answer = served.get("/entity");

            assertThat(answer.header("Vary")).hasSize(1);
            assertThat(answer.elements("Vary")).containsExactlyInAnyOrder("Origin", "Accept-Language");
        }

        @Test
        void cannotUnpin() throws Exception {
            assertThat(served.get("/entity").header("Access-Control-Allow-Origin"))
                    .containsExactly(Served.ORIGIN);
        }

        @Test
        void isRevalidatedAsEver() throws Exception {
            RawAnswer answer = served.get("/entity", "If-None-Match: \"v1\"");

            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.header("Cache-Control")).containsExactly("max-age=60");
            assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
        }
    }

    @Nested
    class TheRoute {

        @ParameterizedTest
        @CsvSource({
            "/things/7, /things/{id}",
            "/boom/7, /boom/{id}",
            "/callable, /callable",
            "/status/418, /status/{code}"
        })
        void isTheMappingsPatternEvenIfAnErrorPageAnswers(String path, String route) throws Exception {
            served.get(path);

            assertThat(served.end().route()).isEqualTo(route);
        }

    }

    @Nested
    class TheRequestEvent {

        @Test
        void isWrittenOnceToTheApplicationsOwnSink() throws Exception {
            Lines lines = served.bean(Lines.class);
            RawAnswer answer = served.get("/things/only-here?page=2");

            String id = answer.header("X-Request-Id").get(0);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(lines.written)
                            .filteredOn(line -> line.contains("/things/only-here"))
                            .singleElement()
                            .asString()
                            .contains(
                                    "\"event.name\":\"http.server.request\"",
                                    "\"http.route\":\"/things/{id}\"",
                                    "\"http.request.id\":\"" + id + "\"",
                                    "\"http.request.method\":\"GET\"",
                                    "\"url.query\":\"page=2\"",
                                    "\"http.response.status_code\":200"));
        }
    }

    @Nested
    class Probes {

        @Test
        void areNeverLimited() throws Exception {
            for (int i = 0; i < 20; i++) {
                RawAnswer answer = served.get("/livez");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("RateLimit")).isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/readyz", "/startupz", "/health"})
        void areWellOnceTheApplicationIs(String path) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(served.get(path).status()).isEqualTo(200));
        }

        @Test
        void wereNotReadyWhileRunnersRan() {
            assertThat(served.bean(Application.class).readyWhileRunning.get()).isEqualTo(503);
        }
    }

    @Nested
    class BeansOfTheApplication {

        @Test
        void aHealthCheckIsShownToOperators() {
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(served.get("/health/detailed").text()).contains("always-up"));
        }

        @Test
        void aStoreKeepsTheBuckets() throws Exception {
            CountingStore store = served.bean(CountingStore.class);
            int before = store.asked.get();
            served.get("/hello");

            assertThat(store.asked).hasValue(before + 1);
        }

        @Test
        void buildPropertiesSayTheVersion() {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(served.get("/health").text()).contains("7.1-built"));
        }

        @Test
        void aVerifierSaysWhichKeysCount() throws Exception {
            for (int i = 0; i < 6; i++) {
                assertThat(served.get("/items/1", "X-API-Key: genuine-" + i).header("RateLimit"))
                        .singleElement()
                        .asString()
                        .contains("\"by-key\";r=2");
            }
            served.get("/items/1", "X-API-Key: invented-1");
            assertThat(served.get("/items/1", "X-API-Key: invented-2").header("RateLimit"))
                    .singleElement()
                    .asString()
                    .doesNotContain("\"by-key\";r=2");
        }
    }

    @Nested
    class Meters {

        @Test
        void appearInTheApplicationsRegistry() throws Exception {
            MeterRegistry registry = served.bean(MeterRegistry.class);
            served.get("/hello");
            served.end();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(registry.get("breakwater.requests")
                                    .tag("outcome", "ok")
                                    .counter()
                                    .count())
                            .isPositive());
            assertThat(registry.get("breakwater.ratelimit.decisions").counters())
                    .isNotEmpty();
        }
    }

    @Nested
    class Preflights {

        @Test
        void areAnsweredAndNotLimited() throws Exception {
            RawAnswer answer = served.send("OPTIONS /tight", "", "Access-Control-Request-Method: PUT");

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.elements("Access-Control-Allow-Methods")).contains("PUT");
            assertThat(answer.header("RateLimit")).isEmpty();
        }
    }

    @Test
    void closingTheContextClosesTheRuntime() {
        Served other = Served.start(
                Application.class,
                "--spring.autoconfigure.exclude=" + String.join(",", Application.SECURITY),
                "--breakwater.service.name=other");
        assertThat(other.bean(BreakwaterRuntime.class).chain().guards()).isNotEmpty();
        long before = timers();
        other.close();

        Awaitility.await().untilAsserted(() -> assertThat(timers()).isLessThan(before));
    }

    private static long timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().equals("breakwater-timer"))
                .count();
    }

    static final class Lines implements EventSink {
        final List<String> written = new CopyOnWriteArrayList<>();

        @Override
        public void write(Level level, String line) {
            written.add(line);
        }
    }

    static final class CountingStore implements RateLimitStore {
        final AtomicInteger asked = new AtomicInteger();
        private final RateLimitStore store = Bucket4jStore.of(TimeSource.system(), 1000);

        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            asked.incrementAndGet();
            return store.decide(charges);
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return store.settle(settlements);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        // Under the names of all lines of Boot: one that a line does not know excludes nothing.
        static final List<String> SECURITY = List.of(
                "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
                "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
                "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration",
                "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
                "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration");

        final AtomicReference<Integer> readyWhileRunning = new AtomicReference<>();

        @Bean
        Served.Ends ends() {
            return new Served.Ends();
        }

        @Bean
        Lines lines() {
            return new Lines();
        }

        @Bean
        HealthCheck alwaysUp() {
            return HealthCheck.local("always-up", HealthResult::up);
        }

        @Bean
        CountingStore store() {
            return new CountingStore();
        }

        @Bean
        BuildProperties build() {
            Properties entries = new Properties();
            entries.setProperty("version", "7.1-built");
            return new BuildProperties(entries);
        }

        @Bean
        CallerVerifier genuineKeys() {
            return (header, credential, exchange) -> credential.startsWith("genuine-");
        }

        @Bean
        Answers answers() {
            return new Answers();
        }

        @Bean
        ApplicationRunner slowStart(Environment environment) {
            return arguments -> readyWhileRunning.set(
                    new RawClient(environment.getRequiredProperty("local.server.port", Integer.class))
                            .send(new byte[0], "GET /readyz HTTP/1.1")
                            .status());
        }
    }

    @RestController
    static class Answers {
        private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "test-later");
            thread.setDaemon(true);
            return thread;
        });

        @GetMapping({"/hello", "/tight"})
        String hello() {
            return "hello";
        }

        @PostMapping("/echo")
        Map<String, Object> echo(@RequestBody Map<String, Object> body) {
            return body;
        }

        @GetMapping({"/items/{id}", "/things/{id}"})
        String item(@PathVariable("id") String id) {
            return id;
        }

        @GetMapping("/boom/{id}")
        String boom(@PathVariable("id") String id) {
            throw new IllegalStateException(id);
        }

        @GetMapping("/status/{code}")
        void status(@PathVariable("code") int code, HttpServletResponse response) throws IOException {
            response.sendError(code);
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> "called";
        }

        @GetMapping("/callable-boom")
        Callable<String> callableBoom() {
            return () -> {
                throw new IllegalStateException("later");
            };
        }

        @GetMapping("/deferred")
        DeferredResult<ResponseEntity<String>> deferred() {
            DeferredResult<ResponseEntity<String>> result = new DeferredResult<>();
            later.schedule(() -> result.setResult(ResponseEntity.status(201).body("made")), 20, TimeUnit.MILLISECONDS);
            return result;
        }

        @GetMapping("/deferred-boom")
        DeferredResult<String> deferredBoom() {
            DeferredResult<String> result = new DeferredResult<>();
            later.schedule(() -> result.setErrorResult(new IllegalStateException("later")), 20, TimeUnit.MILLISECONDS);
            return result;
        }

        @GetMapping("/entity")
        ResponseEntity<String> entity() {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.maxAge(60, TimeUnit.SECONDS))
                    .eTag("v1")
                    .varyBy("Accept-Language")
                    .header("Access-Control-Allow-Origin", "*")
                    .body("entity");
        }
    }
}
