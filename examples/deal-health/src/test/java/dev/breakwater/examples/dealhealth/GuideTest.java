/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the ConfigMap, with the guide's variables, makes of an instance. */
class GuideTest {
    private static final String TOKEN = "a-token-of-enough-characters-for-it";
    private static final String NOTHING = "/api/v1/nothing";
    private static final String DEALS = "/api/v1/deals";
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = started(variables());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Those of the ConfigMap, what is in the Secret, and a proxy on this machine. */
    private static Map<String, String> variables() {
        Map<String, String> variables =
                new HashMap<>(DeployFiles.texts(DeployFiles.yaml(DeployFiles.KUBERNETES.resolve("configmap.yaml"))
                        .get(0)
                        .path("data")));
        variables.put("BREAKWATER_OPS_TOKEN", TOKEN);
        variables.put("BREAKWATER_CALLER_TRUSTED_PROXIES", "127.0.0.0/8");
        variables.put("PORT", "0");
        variables.put("MONITORING_METRICS_PORT", "0");
        variables.remove("EVENT_JOURNAL");
        return variables;
    }

    /** What instances count together is another test's; here is one, and no Redis. */
    private static RunningService started(Map<String, String> variables) {
        return new RunningService(variables, "--breakwater.rate-limit.store=memory", "--deal-health.store=memory");
    }

    @Test
    void aClientHasTwentyAtOnceAndIsThenToldToWait() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(get(NOTHING, "203.0.113.7").statusCode()).isEqualTo(404);
        }
        HttpResponse<String> refused =
                await().until(() -> get(NOTHING, "203.0.113.7"), answer -> answer.statusCode() == 429);
        assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"default\";q=100;w=60");
        assertThat(header(refused, "Retry-After")).isNotEmpty();
        assertThat(get(NOTHING, "203.0.113.8").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shopgraph.com", "https://simplycodes.com"})
    void theOriginsOfTheListMayAsk(String origin) throws Exception {
        assertThat(header(get(NOTHING, "203.0.113.9", "Origin", origin), "Access-Control-Allow-Origin"))
                .isEqualTo(origin);
        assertThat(header(service.preflight("/api/v1/events", origin), "Access-Control-Allow-Origin"))
                .isEqualTo(origin);
    }

    @Test
    void noOtherOriginMay() throws Exception {
        String origin = "https://shopgraph.com.evil.example";
        assertThat(header(get(NOTHING, "203.0.113.10", "Origin", origin), "Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(header(service.preflight("/api/v1/events", origin), "Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Content-Type-Options, nosniff",
        "X-Frame-Options, DENY",
        "Strict-Transport-Security, max-age=63072000; includeSubDomains"
    })
    void securityHeadersAreOnEveryAnswer(String name, String value) throws Exception {
        HttpResponse<String> answer = get(NOTHING, "203.0.113.11", "X-Forwarded-Proto", "https");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, name)).isEqualTo(value);
        assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void healthTellsNameAndVersion() throws Exception {
        assertThat(service.get("/health").body()).contains("\"name\":\"deal-health-service\",\"version\":\"1.0.0\"");
    }

    @Test
    void metricsAreAtTheSecondPortForOperators() throws Exception {
        String[] stranger = {"X-Forwarded-For", "203.0.113.12"};
        assertThat(service.ops("/metrics", stranger).statusCode()).isEqualTo(404);
        HttpResponse<String> answer =
                service.ops("/metrics", "X-Forwarded-For", "203.0.113.12", "Authorization", "Bearer " + TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).contains("\ndeal_health_queue_depth 0.0\n");
    }

    @Test
    void eachRequestIsALineOfJsonThatNamesTheService() throws Exception {
        get(DEALS, "203.0.113.13");
        await().untilAsserted(() -> assertThat(service.log())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"client.address\":\"203.0.113.13\"")
                        .startsWith("{")
                        .endsWith("}")
                        .contains("\"service.name\":\"deal-health-service\"")
                        .contains("\"http.route\":\"/api/v1/deals\"")
                        .contains("\"http.response.status_code\":200")));
    }

    @Test
    void goingBeyondTheLimitIsASecurityEvent() throws Exception {
        ListAppender<ILoggingEvent> audit = new ListAppender<>();
        audit.start();
        Logger logger = (Logger) LoggerFactory.getLogger("breakwater.audit");
        logger.addAppender(audit);
        await().until(() -> get(NOTHING, "203.0.113.15").statusCode() == 429);
        await().until(() -> List.copyOf(audit.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .anyMatch(record -> record.contains("excess_rate_limit_exceeded") && record.contains("203.0.113.15")));
        logger.detachAppender(audit);
    }

    @Test
    void aBodyThatMakesNoSenseIsAnsweredClearlyAndNotRepeated() throws Exception {
        HttpResponse<String> answer = service.post(
                "/api/v1/events",
                "{\"dealId\":\"<script>\",\"kind\":\"automated_test\",\"outcome\":\"works\"}",
                "X-Forwarded-For",
                "203.0.113.14");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("'dealId'").doesNotContain("script");
    }

    @Test
    void aDealThatNobodyKnowsIsUnknownEachTime() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(get(DEALS + "/unheard-of/health", "203.0.113.16").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void withoutMetricsAndStructureThereIsNothingToScrapeAndLinesAreText() throws Exception {
        Map<String, String> variables = variables();
        variables.put("MONITORING_ENABLE_PROMETHEUS_METRICS", "false");
        variables.put("MONITORING_ENABLE_STRUCTURED_LOGGING", "false");
        try (RunningService plain = started(variables)) {
            assertThat(plain.ops("/metrics", "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(404);
            plain.get(DEALS);
            await().untilAsserted(() -> assertThat(plain.log())
                    .anySatisfy(line -> assertThat(line).contains(DEALS).doesNotStartWith("{")));
        }
    }

    @Test
    void debugInProductionDoesNotStart() {
        Map<String, String> variables = variables();
        variables.put("DEBUG", "true");
        assertThatThrownBy(() -> started(variables)).hasStackTraceContaining("DEBUG");
    }

    private static HttpResponse<String> get(String path, String client, String... more) throws Exception {
        String[] headers = new String[more.length + 2];
        headers[0] = "X-Forwarded-For";
        headers[1] = client;
        System.arraycopy(more, 0, headers, 2, more.length);
        return service.get(path, headers);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
