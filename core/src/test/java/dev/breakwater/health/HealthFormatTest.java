/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("minimal")
class HealthFormatTest {
    private static final Map<String, String> TYPES = Map.of(
            "json", "application/json",
            "draft", "application/health+json",
            "v3", "application/vnd.spring-boot.actuator.v3+json",
            "v2", "application/vnd.spring-boot.actuator.v2+json",
            "text", "text/plain; charset=UTF-8",
            "html", "text/html; charset=UTF-8");

    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private HealthResult database = HealthResult.up();
    private HealthResult mail = HealthResult.up();
    private boolean operator;
    private HealthGuard guard;

    @BeforeEach
    void begin() {
        use(HealthPolicy.builder());
    }

    private void use(HealthPolicy.Builder builder) {
        HealthPolicy policy = builder.serviceName("<orders>")
                .serviceVersion("1.4")
                .group("payments", List.of("mail", "later?"))
                .group("core", List.of("DB"))
                .build();
        HealthAggregator health = HealthAggregator.start(
                policy,
                List.of(HealthCheck.local("db", () -> database), HealthCheck.optional("mail", () -> mail)),
                List.of(),
                time,
                scheduler,
                Runnable::run);
        health.started();
        scheduler.advance(Duration.ofMillis(1));
        guard = HealthGuard.of(policy, health, exchange -> operator, time);
    }

    private void find(HealthResult inDatabase, HealthResult inMail) {
        database = inDatabase;
        mail = inMail;
        scheduler.advance(Duration.ofSeconds(30));
    }

    private Verdict ask(String path, String accept) {
        return guard.inspect(
                TestExchange.request("GET", path).header("Accept", accept).build());
    }

    private Reply get(String path, String accept) {
        return ((Verdict.Respond) ask(path, accept)).reply();
    }

    private static String header(Reply reply, String name) {
        return reply.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Reply.Header::value)
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | json",
                "application/health+json | draft",
                "application/vnd.spring-boot.actuator.v3+json | v3",
                "application/vnd.spring-boot.actuator.v2+json | v2",
                "application/vnd.spring-boot.actuator.v3+json,application/vnd.spring-boot.actuator.v2+json;q=0.9 | v3",
                "text/plain | text",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | html",
                "text/html;q=0.2, text/plain;q=0.3 | text",
                "image/png | json",
                "*/* | json",
                "nonsense | json",
            })
    void theClientChoosesAndIsNeverRefused(String accept, String format) {
        for (String path : List.of("/livez", "/readyz", "/startupz", "/health", "/health/core")) {
            Reply reply = get(path, accept);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(header(reply, "Content-Type")).isEqualTo(TYPES.get(format));
            assertThat(header(reply, "Vary")).isEqualTo("Accept");
            assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"status\":\"UP\",\"name\":\"<orders>\",\"version\":\"1.4\",\"groups\":[\"core\",\"payments\"]}",
                "application/health+json | {\"status\":\"pass\",\"serviceId\":\"<orders>\",\"releaseId\":\"1.4\"}",
                "application/vnd.spring-boot.actuator.v3+json | {\"status\":\"UP\",\"groups\":[\"core\",\"payments\"]}",
            })
    void everybodySeesTheStatusAndNoComponent(String accept, String body) {
        assertThat(get("/health", accept).text()).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource(HealthStatus.class)
    void theCodeFollowsTheStatus(HealthStatus status) {
        find(new HealthResult(status, "why"), HealthResult.up());
        int code = status == HealthStatus.DOWN ? 503 : 200;

        for (String path : List.of("/readyz", "/health", "/health/core")) {
            assertThat(get(path, "*/*").status()).as(path).isEqualTo(code);
        }
        assertThat(get("/livez", "*/*").status()).isEqualTo(200);
        assertThat(get("/health", "text/plain").text()).isEqualTo(status + "\n");
    }

    @Test
    void aCodeForDegradedLeavesDownAndReadyAlone() {
        use(HealthPolicy.builder().degradedStatus(207));
        find(HealthResult.up(), HealthResult.down("no"));
        assertThat(get("/health", "*/*").status()).isEqualTo(207);
        assertThat(get("/health/payments", "*/*").status()).isEqualTo(207);
        assertThat(get("/readyz", "*/*").status()).isEqualTo(200);
        find(HealthResult.down("no"), HealthResult.up());
        assertThat(get("/health", "*/*").status()).isEqualTo(503);
    }

    @Nested
    class ForOperators {
        @BeforeEach
        void allow() {
            operator = true;
        }

        @Test
        void theDraftHasArraysAndNoOutputOnPass() {
            find(HealthResult.degraded("slow"), HealthResult.up());
            String body = get("/health/detailed", "application/health+json").text();

            assertThat(body)
                    .startsWith("{\"status\":\"warn\",")
                    .contains(
                            "\"checks\":{\"db:responseTime\":[{\"componentId\":\"db\",\"componentType\":\"component\","
                                    + "\"observedValue\":0,\"observedUnit\":\"ms\",\"status\":\"warn\",")
                    .contains("\"output\":\"slow\"}],\"mail:responseTime\":[{")
                    .doesNotContain("affectedEndpoints");
            assertThat(body.substring(body.indexOf("mail:responseTime"))).doesNotContain("output");
        }

        @ParameterizedTest
        @CsvSource({"v3, components", "v2, details"})
        void actuatorsFormatHasLeavesWithDetails(String format, String members) {
            find(HealthResult.down("gone"), HealthResult.up());
            Reply reply = get("/health/detailed", TYPES.get(format));

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text())
                    .startsWith("{\"status\":\"DOWN\",\"groups\":[\"core\",\"payments\"],\"" + members
                            + "\":{\"db\":{\"status\":\"DOWN\",\"details\":{")
                    .contains("\"error\":\"gone\"}},\"mail\":{\"status\":\"UP\",\"details\":{");
        }

        @Test
        void textHasALineForEachThatNoMessageCanForge() {
            find(HealthResult.down("gone\nUP all\u001b[2J"), HealthResult.up());

            assertThat(get("/health/detailed", "text/plain").text())
                    .isEqualTo("DOWN\nDOWN db critical local: gone UP all [2J\nUP mail optional local\n");
        }

        @Test
        void oneComponentOrGroupIsShownAlone() {
            find(HealthResult.up(), HealthResult.down("gone"));

            assertThat(get("/health/detailed/mail", "*/*").text())
                    .startsWith("{\"status\":\"DOWN\",\"checks\":{\"mail\":{")
                    .doesNotContain("\"db\"");
            assertThat(get("/health/detailed/mail", "*/*").status()).isEqualTo(503);
            assertThat(get("/health/detailed/payments", "*/*").status()).isEqualTo(200);
            assertThat(ask("/health/detailed/none", "*/*")).isSameAs(Verdict.proceed());
        }
    }

    @Nested
    class ThePage {
        private String page() {
            operator = true;
            find(HealthResult.down("<script>alert(1)</script>"), HealthResult.up());
            return get("/health/detailed", "text/html").text();
        }

        @Test
        void escapesEverything() {
            assertThat(page())
                    .doesNotContain("<script", "<orders>")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;orders&gt;");
        }

        @Test
        void needsNothingFromElsewhere() {
            assertThat(page()).doesNotContain("http:", "https:", "//", "src=", "href=", "style=", "url(");
        }

        @Test
        void allowsItsOwnStyleAndNothingElse() throws Exception {
            String page = page();
            String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

            assertThat(header(get("/health/detailed", "text/html"), "Content-Security-Policy"))
                    .startsWith("default-src 'none'; style-src 'sha256-"
                            + Base64.getEncoder().encodeToString(hash) + "'; ");
        }
    }

    @Nested
    class WhatIsHidden {
        @ParameterizedTest
        @ValueSource(strings = {"/health/db", "/health/none", "/health/detailed", "/health/detailed/db"})
        void isTheApplicationsLikeWhatIsNotThere(String path) {
            assertThat(ask(path, "*/*")).isSameAs(Verdict.proceed());
        }

        @Test
        void areGroupsTooIfTheyAreForOperators() {
            use(HealthPolicy.builder().showGroups(false));
            assertThat(ask("/health/core", "*/*")).isSameAs(Verdict.proceed());
            assertThat(get("/health", "*/*").text()).doesNotContain("groups");
            operator = true;
            assertThat(get("/health/core", "*/*").text()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void repliesAreMadeAgainOnlyWhenTheyWouldDiffer() {
        Reply before = get("/health", "*/*");
        scheduler.advance(Duration.ofSeconds(20));
        assertThat(get("/health", "*/*")).isSameAs(before);
        find(HealthResult.degraded("slow"), HealthResult.up());
        assertThat(get("/health", "*/*")).isNotSameAs(before);
    }
}
