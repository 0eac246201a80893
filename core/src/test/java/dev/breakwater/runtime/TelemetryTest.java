/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Admission;
import dev.breakwater.Guard;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Also run where neither Micrometer nor Resilience4j is on the class path. */
@Tag("minimal")
class TelemetryTest {
    private static final Map<String, String> PLAIN = Map.of();

    private final ManualTime time = new ManualTime();

    @Test
    void operatorsAreToldEverything() {
        try (BreakwaterRuntime runtime = start(PLAIN)) {
            serve(runtime, "/orders/7", 200);
            Reply reply = ask(runtime, "/metrics", "*/*");
            assertThat(reply).isNotNull();
            assertThat(reply.headers())
                    .contains(new Reply.Header("Content-Type", "application/json"))
                    .contains(new Reply.Header("Cache-Control", "no-store"));
            assertThat(reply.text()).contains("\"total\":1,", "\"route\":\"/orders/{id}\"");
        }
    }

    @Test
    void operatorsSeeTheStateOnOneScreen() {
        try (BreakwaterRuntime runtime = start(PLAIN)) {
            assertThat(ask(runtime, "/metrics/summary", "*/*").text()).contains("availability  kept");
            assertThat(ask(runtime, "/metrics/summary", "application/json").text())
                    .startsWith("{");
        }
    }

    @Test
    void othersDoNotEvenFindIt() {
        try (BreakwaterRuntime runtime = start(PLAIN)) {
            for (String path : new String[] {"/metrics", "/metrics/prometheus", "/metrics/summary"}) {
                Admission stranger = runtime.chain()
                        .admit(TestExchange.request("GET", path)
                                .peer("203.0.113.7")
                                .build());
                assertThat(stranger.reply()).isNull();
            }
        }
    }

    @Test
    void askingIsCountedButNotHeldAgainstPromises() {
        try (BreakwaterRuntime runtime = start(PLAIN)) {
            serve(runtime, "/metrics", 200);
            serve(runtime, "/livez", 503);
            assertThat(runtime.traffic().snapshot().requests()).isEqualTo(2);
            assertThat(runtime.traffic().slos().get(0).total()).isZero();
        }
    }

    @Test
    void askingLeavesNoEvent() {
        try (BreakwaterRuntime runtime = start(PLAIN)) {
            serve(runtime, "/metrics", 200);
            serve(runtime, "/metrics/summary", 200);
            serve(runtime, "/orders/7", 200);
            assertThat(runtime.requestLogCounts().excluded()).isEqualTo(2);
            assertThat(runtime.requestLogCounts().written()).isEqualTo(1);
        }
    }

    @Test
    void whatWasCountedSurvivesNewSettings() {
        try (BreakwaterRuntime runtime = start(PLAIN)) {
            runtime.queues().register("orders", () -> 3, 10);
            serve(runtime, "/orders/7", 200);
            runtime.replace(settings(Map.of("metrics.paths.json", "/numbers")));
            serve(runtime, "/orders/7", 200);
            assertThat(ask(runtime, "/metrics", "*/*")).isNull();
            assertThat(ask(runtime, "/numbers", "*/*").text())
                    .contains("\"total\":2,", "{\"name\":\"orders\",\"depth\":3,\"capacity\":10}");
        }
    }

    @Test
    void settingsThatAreRefusedChangeNothingOfIt() throws IOException {
        try (BreakwaterRuntime runtime = start(PLAIN);
                ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            serve(runtime, "/orders/7", 200);
            BreakwaterSettings refused = settings(
                    Map.of("ops.port", port, "request-log.enabled", "false", "metrics.slo.availability", "50"));
            assertThatThrownBy(() -> runtime.replace(refused)).hasMessageContaining("BW-OPS-009");
            serve(runtime, "/orders/7", 500);
            assertThat(ask(runtime, "/metrics", "*/*").text()).contains("\"log\":{\"written\":2,");
            assertThat(runtime.traffic().slos().get(0).budgetRemaining()).isLessThan(-1);
        }
    }

    @Test
    void aFreedPathIsTheApplications() {
        try (BreakwaterRuntime runtime = start(Map.of("metrics.paths.summary", "none"))) {
            assertThat(ask(runtime, "/metrics/summary", "*/*")).isNull();
            assertThat(ask(runtime, "/metrics", "*/*")).isNotNull();
        }
    }

    @Test
    void switchedOffNothingIsCountedOrAnswered() {
        try (BreakwaterRuntime runtime = start(Map.of("metrics.enabled", "false"))) {
            assertThat(runtime.chain().guards()).extracting(Guard::name).doesNotContain("metrics");
            assertThat(ask(runtime, "/metrics", "*/*")).isNull();
        }
    }

    @Test
    void twoAnswersAtOnePathAreAFault() {
        assertThatThrownBy(() -> start(Map.of("metrics.paths.json", "/health", "metrics.paths.summary", "*/x")))
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::code)
                                .containsExactly("BW-METRICS-005", "BW-METRICS-004"));
        assertThatThrownBy(() -> start(Map.of("metrics.paths.json", "/same", "metrics.paths.summary", "/same")))
                .hasMessageContaining("metrics.paths.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/breakwater", "/breakwater/report", "/breakwater/offenders", "/csp"})
    void anEndpointOfOursKeepsItsPath(String path) {
        assertThatThrownBy(() -> start(Map.of("metrics.paths.json", path, "headers.reporting.path", "/csp")))
                .hasMessageContaining("BW-METRICS-005 metrics.paths.json");
    }

    private static void serve(BreakwaterRuntime runtime, String path, int status) {
        Outcome.Kind kind = status < 500 ? Outcome.Kind.OK : Outcome.Kind.ERROR;
        String route = path.startsWith("/orders") ? "/orders/{id}" : null;
        runtime.chain().admit(TestExchange.get(path)).complete(new Outcome(status, kind, 1_000_000, route, null));
    }

    private static @Nullable Reply ask(BreakwaterRuntime runtime, String path, String accept) {
        return runtime.chain()
                .admit(TestExchange.request("GET", path)
                        .peer("127.0.0.1")
                        .header("Accept", accept)
                        .build())
                .reply();
    }

    private BreakwaterRuntime start(Map<String, String> values) {
        return BreakwaterRuntime.builder(layers(values))
                .eventSink((level, line) -> {})
                .time(time)
                .start();
    }

    private static BreakwaterSettings settings(Map<String, String> values) {
        return BreakwaterSettings.read(layers(values));
    }

    private static Layers layers(Map<String, String> values) {
        return Layers.of(Layer.of("test", values));
    }
}
