/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Verdict;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What drivers and clients put into their messages is in no answer and no log, whoever reads it. */
class HealthSecretsTest {
    private static final String SECRET = "hunter2hunter2";
    private static final List<String> FORMATS = List.of(
            "application/json",
            "application/health+json",
            "application/vnd.spring-boot.actuator.v3+json",
            "application/vnd.spring-boot.actuator.v2+json",
            "text/plain",
            "text/html");

    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler(time);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET https://user:" + SECRET + "@billing.example/v1 refused",
                "sent Authorization: Bearer " + SECRET + " to nobody",
                "jdbc:postgresql://db/orders?user=app&password=" + SECRET,
                "401 for https://api.example/v1?key=" + SECRET,
                "api_key=" + SECRET + " is not valid",
            })
    void areShownNowhere(String message) {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.breakwater");
        logger.addAppender(logged);
        logged.start();
        try {
            assertShownNowhere(message);
        } finally {
            logger.detachAppender(logged);
        }
        assertThat(logged.list)
                .isNotEmpty()
                .noneMatch(event -> event.getFormattedMessage().contains(SECRET));
        assertThat(logged.list)
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
    }

    private void assertShownNowhere(String message) {
        HealthCheck thrown = HealthCheck.local("thrown", () -> {
            throw new IllegalStateException(message, new IllegalArgumentException(message));
        });
        HealthCheck said = HealthCheck.local("said", () -> HealthResult.down(message));
        HealthPolicy policy =
                HealthPolicy.builder().group("all", List.of("thrown", "said")).build();
        HealthAggregator health =
                HealthAggregator.start(policy, List.of(thrown, said), List.of(), time, scheduler, Runnable::run);
        health.started();
        scheduler.advance(Duration.ofSeconds(40));
        for (boolean operator : List.of(true, false)) {
            HealthGuard guard = HealthGuard.of(policy, health, exchange -> operator, time);
            for (String format : FORMATS) {
                for (String path : List.of("/livez", "/readyz", "/health", "/health/all")) {
                    assertThat(body(guard, path, format)).doesNotContain(SECRET);
                }
                if (operator) {
                    assertThat(body(guard, "/health/detailed", format))
                            .doesNotContain(SECRET)
                            .contains("REDACTED");
                    assertThat(body(guard, "/health/detailed/thrown", format)).doesNotContain(SECRET);
                }
            }
        }
    }

    private static String body(HealthGuard guard, String path, String accept) {
        Verdict verdict = guard.inspect(
                TestExchange.request("GET", path).header("Accept", accept).build());
        return ((Verdict.Respond) verdict).reply().text();
    }
}
