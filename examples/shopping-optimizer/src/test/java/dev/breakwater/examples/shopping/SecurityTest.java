/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.MEALS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OPTIMIZE;
import static dev.breakwater.examples.shopping.RunningOptimizer.client;
import static dev.breakwater.examples.shopping.RunningOptimizer.header;
import static dev.breakwater.examples.shopping.RunningOptimizer.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.shopping.standin.GeminiStandIn;
import dev.breakwater.examples.shopping.standin.SallingStandIn;
import dev.breakwater.examples.shopping.standin.StandIn.Mode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's chapter "Security Checklist", and nginx before the service. */
class SecurityTest {
    private static final String SALLING_KEY = "planted-secret-5f2c9a7d";
    private static final String GOOGLE_KEY = "planted-secret-77e01b3c";

    private final RunningOptimizer service = RunningOptimizer.shared();

    @ParameterizedTest
    @ValueSource(strings = {OFFERS + "8000", "/nothing", OPTIMIZE, "/health"})
    void everyAnswerCarriesTheSecurityHeaders(String path) {
        HttpResponse<String> answer = service.get(path);
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        // The filter that it switched on did harm; no browser has it any more.
        assertThat(answer.headers().allValues("X-XSS-Protection")).containsExactly("0");
        assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'");
        assertThat(header(answer, "Server")).isEmpty();
    }

    @Test
    void behindTheProxysTlsBrowsersAreToldToInsistOnIt() {
        HttpResponse<String> secure =
                service.send("GET", OFFERS + "8000", "", "X-Forwarded-For", client(), "X-Forwarded-Proto", "https");
        assertThat(header(secure, "Strict-Transport-Security")).startsWith("max-age=63072000");
        assertThat(header(service.get(OFFERS + "8000"), "Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void twentyMealsAMinuteThen429AndInventedAddressesDoNotHelp() {
        String client = client();
        for (int i = 0; i < 20; i++) {
            assertThat(meal("198.51.100." + i + ", " + client).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = meal("198.51.100.99, " + client);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Retry-After")).isEqualTo("3");
        assertThat(meal(client()).statusCode()).isEqualTo(200);
        assertThat(service.send("GET", OFFERS + "8000", "", "X-Forwarded-For", client)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aHundredAndTwentyOtherRequestsAMinute() {
        String client = client();
        for (int i = 0; i < 120; i++) {
            assertThat(service.send("GET", "/nothing", "", "X-Forwarded-For", client)
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(service.send("GET", "/nothing", "", "X-Forwarded-For", client)
                        .statusCode())
                .isEqualTo(429);
    }

    private HttpResponse<String> meal(String forwarded) {
        return service.send(
                "POST", MEALS, "{\"zip\":\"8000\"}", "Content-Type", "application/json", "X-Forwarded-For", forwarded);
    }

    @Test
    void memoryIsBoundedByTheBodyThatIsRead() {
        assertThat(service.post(OPTIMIZE, list("8000", "\"milk\"") + " ".repeat(17_000))
                        .statusCode())
                .isEqualTo(413);
        assertThat(service.post(OPTIMIZE, list("8000", "\"milk\"") + " ".repeat(16_000))
                        .statusCode())
                .isEqualTo(200);
    }

    /** Both APIs refuse the keys and repeat them; nothing of that may be seen anywhere. */
    @Test
    void theKeysAreInNoLogNoAnswerAndNoMeter() {
        try (LogCapture logs = new LogCapture();
                SallingStandIn salling = new SallingStandIn(new MovableTime());
                GeminiStandIn gemini = new GeminiStandIn();
                RunningOptimizer own = RunningOptimizer.start(
                        Map.of(
                                "SALLING_GROUP_API_KEY",
                                SALLING_KEY,
                                "SALLING_GROUP_URL",
                                salling.url().toString(),
                                "GOOGLE_API_KEY",
                                GOOGLE_KEY,
                                "GOOGLE_URL",
                                gemini.url().toString()),
                        "--breakwater.upstreams.salling.backoff=1ms")) {
            gemini.answer(Mode.FAILING);
            HttpResponse<String> meal = own.post(MEALS, "{\"zip\":\"8000\"}");
            salling.answer(Mode.FAILING);
            HttpResponse<String> offers = own.get(OFFERS + "8001");
            assertThat(salling.lastKey()).isEqualTo(SALLING_KEY);
            assertThat(gemini.lastKey()).isEqualTo(GOOGLE_KEY);
            own.eventOf(offers);
            List<String> answers = List.of(
                    meal.body(),
                    offers.body(),
                    own.local("/metrics").body(),
                    own.local("/metrics/prometheus").body(),
                    own.local("/health/detailed").body());
            assertThat(answers).noneMatch(SecurityTest::tells);
            assertThat(own.events()).isNotEmpty().noneMatch(SecurityTest::tells);
            assertThat(logs.lines()).isNotEmpty().noneMatch(SecurityTest::tells);
            assertThat(Settings.of(Map.of("GOOGLE_API_KEY", GOOGLE_KEY)).toString())
                    .doesNotContain(GOOGLE_KEY);
        }
    }

    private static boolean tells(String text) {
        return text.contains(SALLING_KEY) || text.contains(GOOGLE_KEY);
    }
}
