/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.spring.orders.OrdersApplication;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when the configuration is wrong. */
@Tag("packaged")
class FaultyStartTest {
    @TempDir
    private Path directory;

    @Test
    void everyFaultIsReadInPlaceOfAStackTraceAndTheProcessEnds() throws Exception {
        try (Launched orders = Launched.java(
                directory,
                Map.of("BREAKWATER_RATE_LIMIT_MAX_KEYS", "many"),
                OrdersApplication.class.getName(),
                "--breakwater.rate-limt.enabled=true",
                "--breakwater.cors.policies[0].allowed-origins=https://a.example/path",
                "--server.forward-headers-strategy=native")) {

            assertThat(orders.exitCode()).isEqualTo(1);
            assertThat(orders.output())
                    .contains("APPLICATION FAILED TO START", "Breakwater is not configured correctly:")
                    .contains("BW-RATE-104  rate-limit.max-keys: many", "expected: a whole number")
                    .contains("BW-CONF-001  rate-limt: Did you mean rate-limit?")
                    .contains("cors.policies[0].allowed-origins[0]: https://a.example/path")
                    .contains("BW-SPRING-001  server.forward-headers-strategy: native")
                    .doesNotContain("\tat dev.breakwater");
        }
    }
}
