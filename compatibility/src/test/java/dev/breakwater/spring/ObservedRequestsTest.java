/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.ErrorListener;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.traffic.QueueGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Who times requests beside Spring's observation, and what it hears of those that never reach the application. */
class ObservedRequestsTest {
    private static final List<String> OBSERVATION = List.of(
            "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration");

    private Served served;

    @AfterEach
    void close() {
        served.close();
    }

    private Served start(List<String> more, String... arguments) {
        List<String> excluded = new ArrayList<>(ServedApplicationTest.Application.SECURITY);
        excluded.addAll(more);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--spring.autoconfigure.exclude=" + String.join(",", excluded));
        served = Served.start(Application.class, all.toArray(new String[0]));
        return served;
    }

    private long timed(String... tags) {
        return served.bean(MeterRegistry.class).find("http.server.requests").tags(tags).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private void awaitTimed(long count) {
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> timed() >= count);
        assertThat(timed()).isEqualTo(count);
    }

    private int get(String path, String... headers) throws IOException {
        return served.get(path, headers).status();
    }

    @Test
    @Tag("container")
    void listenersHearOfFailuresThatSpringHandlesAndOfThoseItDoesNot() throws IOException {
        start(List.of());
        assertThat(get("/handled")).isEqualTo(502);
        assertThat(get("/boom")).isEqualTo(500);
        assertThat(get("/no-such-path")).isEqualTo(404);
        List<Throwable> failures = served.bean(HeardFailures.class).failures;
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> failures.size() >= 2);
        assertThat(failures)
                .extracting(Throwable::getClass)
                .containsExactlyInAnyOrder(UnsupportedOperationException.class, IllegalStateException.class);
    }

    @Nested
    class BesideTheObservation {

        @Test
        @Tag("container")
        void everyRequestIsTimedOnceWithItsStatusWhoeverAnswersIt() throws IOException {
            start(
                    List.of(),
                    "--breakwater.cors.policies[0].on-disallowed=reject",
                    "--breakwater.request.max-body-size=1KB",
                    "--breakwater.rate-limit.policies[0].name=tight",
                    "--breakwater.rate-limit.policies[0].paths=/tight",
                    "--breakwater.rate-limit.policies[0].limits=1 per hour");

            assertThat(get("/hello")).isEqualTo(200);
            assertThat(get("/tight")).isEqualTo(200);
            assertThat(get("/tight")).isEqualTo(429);
            assertThat(served.from("https://evil.example", "GET /hello").status())
                    .isEqualTo(403);
            assertThat(served.send("POST /body", "x".repeat(2_000)).status()).isEqualTo(413);
            assertThat(get("/busy")).isEqualTo(503);
            assertThat(get("/livez")).isEqualTo(200);
            assertThat(get("/no-such-path")).isEqualTo(404);
            assertThat(get("/boom")).isEqualTo(500);
            assertThat(get("/handled")).isEqualTo(502);

            awaitTimed(10);
            for (String status : List.of("429", "403", "413", "503", "404", "500", "502")) {
                assertThat(timed("status", status)).as(status).isEqualTo(1);
            }
            assertThat(timed("status", "200")).isEqualTo(3);
            assertThat(timed("uri", "/hello")).isEqualTo(1);
        }

        @Test
        void theObservationComesFirstThenOursThenEveryFilterThatIsNotRegisteredFirst() throws IOException {
            start(List.of());

            assertThat(served.bean(Registrations.class).orders("webMvcObservationFilter", "breakwaterFilter"))
                    .containsExactly(Ordered.HIGHEST_PRECEDENCE, Ordered.HIGHEST_PRECEDENCE);
            assertThat(get("/hello")).isEqualTo(200);
            assertThat(served.bean(Witness.class).seen).containsExactly("trace-1 in our chain", "inside ours");
        }

        @Test
        void urisAreBoundedBelowWhatBootAllowsAndNoRequestGoesUncounted() throws IOException {
            start(List.of(), "--management.metrics.web.server.max-uri-tags=6");

            for (String path : List.of("/hello", "/tight", "/handled", "/busy", "/no-such-path", "/livez")) {
                get(path);
            }

            awaitTimed(6);
            // The first keeps its name; what no controller handles is Spring's resource handler's, at a pattern of its
            // own.
            assertThat(timed("uri", "/hello")).isEqualTo(1);
            assertThat(timed("uri", "_OTHER")).isEqualTo(3);
            assertThat(overflow()).isEqualTo(3);
        }

        @Test
        void urisAreBoundedByOurOwnKeyToo() throws IOException {
            start(List.of(), "--breakwater.metrics.max-routes=1");

            for (String path : List.of("/hello", "/tight", "/handled", "/busy")) {
                get(path);
            }

            awaitTimed(4);
            assertThat(timed("uri", "/hello")).isEqualTo(1);
            assertThat(timed("uri", "_OTHER")).isGreaterThanOrEqualTo(2);
            assertThat(overflow()).isGreaterThanOrEqualTo(2);
        }

        private double overflow() {
            return served.bean(MeterRegistry.class)
                    .get("breakwater.metrics.overflow")
                    .tag("tag", "uri")
                    .functionCounter()
                    .count();
        }
    }

    @Nested
    class WithoutTheObservation {

        @Test
        void ourOwnTimerCounts() throws IOException {
            start(OBSERVATION);

            assertThat(served.bean(Registrations.class).orders("breakwaterFilter"))
                    .containsExactly(Ordered.HIGHEST_PRECEDENCE);
            get("/hello");
            get("/busy");

            awaitTimed(2);
            assertThat(timed("uri", "/hello", "status", "200")).isEqualTo(1);
            assertThat(timed("status", "503")).isEqualTo(1);
        }
    }

    @Test
    void theSecondPortAnswersBesideTheApplicationAndIsNotMeasured() throws IOException {
        start(List.of(), "--breakwater.ops.port=0", "--breakwater.ops.address=127.0.0.1");
        BreakwaterRuntime runtime = served.bean(BreakwaterRuntime.class);
        RawClient second = new RawClient(runtime.opsPort().orElseThrow());

        // Ready once the checks have run for the first time.
        Awaitility.await()
                .untilAsserted(() -> assertThat(second.send(new byte[0], "GET /readyz HTTP/1.1")
                                .status())
                        .isEqualTo(200));
        assertThat(second.send(new byte[0], "GET /hello HTTP/1.1").status()).isEqualTo(404);
        assertThat(get("/hello")).isEqualTo(200);

        awaitTimed(1);
        assertThat(served.bean(QueueGauges.class)).isSameAs(runtime.queues());
    }

    /** What came by, in which order. */
    static final class Witness {
        final List<String> seen = new CopyOnWriteArrayList<>();
    }

    record Registrations(BeanFactory beans) {
        List<Integer> orders(String... names) {
            return Arrays.stream(names)
                    .map(name ->
                            beans.getBean(name, FilterRegistrationBean.class).getOrder())
                    .toList();
        }
    }

    /** Does with the diagnostic context what tracers do. */
    static final class Tracer implements ObservationHandler<ServerRequestObservationContext> {
        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof ServerRequestObservationContext;
        }

        @Override
        public void onScopeOpened(ServerRequestObservationContext context) {
            MDC.put("traceId", "trace-1");
        }

        @Override
        public void onScopeClosed(ServerRequestObservationContext context) {
            MDC.remove("traceId");
        }
    }

    private record Answering(Witness witness) implements Guard {
        @Override
        public String name() {
            return "busy";
        }

        @Override
        public Stage stage() {
            return Stage.ANSWER;
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            witness.seen.add(MDC.get("traceId") + " in our chain");
            return exchange.path().equals("/busy") ? Verdict.respond(Reply.of(503)) : Verdict.proceed();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Served.Ends ends() {
            return new Served.Ends();
        }

        @Bean
        Witness witness() {
            return new Witness();
        }

        @Bean
        Tracer tracer() {
            return new Tracer();
        }

        @Bean
        Registrations registrations(BeanFactory beans) {
            return new Registrations(beans);
        }

        @Bean
        HeardFailures heardFailures() {
            return new HeardFailures();
        }

        @Bean
        Guard busy(Witness witness) {
            return new Answering(witness);
        }

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        Filter first(Witness witness) {
            return (request, response, chain) -> {
                witness.seen.add(CurrentExchange.get() == null ? "outside ours" : "inside ours");
                chain.doFilter(request, response);
            };
        }

        @Bean
        Pages pages() {
            return new Pages();
        }
    }

    /** What error trackers would be told. */
    static final class HeardFailures implements ErrorListener {
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();

        @Override
        public void failed(Throwable error, @Nullable Exchange exchange) {
            failures.add(error);
        }
    }

    @RestController
    static class Pages {
        @GetMapping({"/hello", "/tight"})
        String hello() {
            return "hello";
        }

        @PostMapping("/body")
        String body(@RequestBody String body) {
            return "read";
        }

        @GetMapping("/boom")
        String boom() {
            throw new IllegalStateException("planted");
        }

        @GetMapping("/handled")
        String handled() {
            throw new UnsupportedOperationException("planted");
        }

        @ExceptionHandler(UnsupportedOperationException.class)
        ResponseEntity<String> gateway() {
            return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body("handled");
        }
    }
}
