/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.spring.orders.OrdersApplication;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the starter gives to a service that says nothing in its code, with the actuator and Spring Security beside it. */
@Tag("container")
class OrdersApplicationTest {
    private static final String[] LIMITS = {
        "--breakwater.rate-limit.policies[0].name=orders",
        "--breakwater.rate-limit.policies[0].paths=/orders/**",
        "--breakwater.rate-limit.policies[0].limits=5 per hour",
        "--breakwater.caller.trusted-proxies=127.0.0.1",
        "--management.endpoints.web.exposure.include=health,metrics"
    };

    private static List<RawAnswer> orders(Served served, int times) throws Exception {
        List<RawAnswer> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(served.get("/orders/" + i));
        }
        return answers;
    }

    @Nested
    class AsItIs {
        private static Served served;

        @BeforeAll
        static void start() {
            served = Served.start(OrdersApplication.class, LIMITS);
        }

        @AfterAll
        static void stop() {
            served.close();
        }

        @Test
        void fiveOrdersAnHourAreServedAndTheSixthIsNot() throws Exception {
            List<RawAnswer> answers = orders(served, 6);

            assertThat(answers).extracting(RawAnswer::status).containsExactly(200, 200, 200, 200, 200, 429);
            assertThat(answers.get(0).header("RateLimit-Policy")).containsExactly("\"orders\";q=5;w=3600");
            assertThat(answers.get(4).header("RateLimit")).singleElement().asString().startsWith("\"orders\";r=0;");
            RawAnswer refused = answers.get(5);
            assertThat(refused.header("RateLimit")).hasSize(1);
            assertThat(refused.header("Retry-After")).hasSize(1);
            assertThat(refused.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(refused.text()).contains("\"status\":429");
            // Written by the application in a ResponseEntity: replaces ours, once.
            assertThat(answers.get(0).header("Cache-Control")).containsExactly("no-cache");
        }

        @ParameterizedTest
        @CsvSource({"/summary, 200", "/account, 401", "/actuator/health, 200", "/livez, 200"})
        void everyAnswerIsUnderOurHeaders(String path, int status) throws Exception {
            RawAnswer answer = served.get(path);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Content-Security-Policy")).hasSize(1);
            assertThat(answer.header("X-Content-Type-Options")).hasSize(1);
            assertThat(answer.header("X-Request-Id")).hasSize(1);
        }

        @Test
        void theRequestIdOfAProxyIsEchoed() throws Exception {
            assertThat(served.get("/orders-of-the-day", "X-Request-Id: from-proxy-1").header("X-Request-Id"))
                    .containsExactly("from-proxy-1");
        }

        @Test
        void theActuatorShowsOurMeters() {
            Awaitility.await().untilAsserted(() -> {
                assertThat(served.get("/summary").text()).isEqualTo("true");
                assertThat(served.get("/actuator/metrics").text())
                        .contains("\"breakwater.requests\"", "\"breakwater.llm.cost\"");
            });
        }
    }

    @Nested
    class SwitchedOff {

        @Test
        void everythingPasses() throws Exception {
            List<String> arguments = new ArrayList<>(List.of(LIMITS));
            arguments.add("--breakwater.enabled=false");
            try (Served served = Served.start(OrdersApplication.class, arguments.toArray(new String[0]))) {
                assertThat(orders(served, 7)).allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.header("RateLimit")).isEmpty();
                    assertThat(answer.header("Content-Security-Policy")).isEmpty();
                    assertThat(answer.header("X-Request-Id")).isEmpty();
                    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
                });
                assertThat(served.get("/livez").status()).isEqualTo(404);
            }
        }
    }
}
