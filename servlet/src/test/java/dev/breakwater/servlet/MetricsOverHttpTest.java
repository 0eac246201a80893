/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.traffic.Latencies;
import dev.breakwater.traffic.RouteTraffic;
import dev.breakwater.traffic.TrafficSnapshot;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsOverHttpTest {
    private MetricsService service;

    @BeforeAll
    void start() throws Exception {
        service = MetricsService.with(Map.of(
                "rate-limit.policies[0].name", "few",
                "rate-limit.policies[0].paths", "/limited",
                "rate-limit.policies[0].limits", "1/d"));
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @Test
    void requestsTakeAsLongAsTheyTook() throws Exception {
        for (int millis = 10; millis <= 200; millis += 10) {
            assertThat(service.send("GET /take/" + millis).status()).isEqualTo(200);
        }
        await().untilAsserted(
                        () -> assertThat(route("/take/{millis}").requests()).isEqualTo(20));
        RouteTraffic route = route("/take/{millis}");
        Latencies took = route.latencies();
        assertThat(took.quantile(0.5) / 1e6).isCloseTo(100, within(1.0));
        assertThat(took.quantile(0.95) / 1e6).isCloseTo(190, within(1.9));
        assertThat(service.send("GET /metrics").text()).contains("\"route\":\"/take/{millis}\",\"requests\":20");
    }

    @Test
    void aFloodOfPathsThatAreNotThereIsOneRoute() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(service.send((i % 2 == 0 ? "GET" : "BREW" + i) + " /wp-admin/" + i)
                            .status())
                    .isGreaterThanOrEqualTo(400);
        }
        // An answer can be read before the server has told that its request is over.
        await().untilAsserted(() ->
                assertThat(service.runtime.traffic().snapshot().byMethod()).containsEntry("_OTHER", 100L));
        assertThat(service.runtime.traffic().snapshot().routes())
                .hasSizeLessThan(10)
                .noneMatch(route -> route.route().contains("wp-admin"));
    }

    @Test
    void nothingIsUnderWayWhenAllHasEndedHoweverItEnded() throws Exception {
        for (int i = 0; i < 20; i++) {
            service.send("GET /throw");
            service.send("GET /async");
            service.send("GET /limited");
            service.send("GET /../..");
            service.abort("GET /take/1");
        }
        await().untilAsserted(
                        () -> assertThat(service.runtime.traffic().active()).isZero());
        TrafficSnapshot now = service.runtime.traffic().snapshot();
        assertThat(now.routes().stream().mapToLong(RouteTraffic::requests).sum())
                .isEqualTo(now.requests());
        assertThat(now.limited()).isGreaterThanOrEqualTo(19);
    }

    @Test
    void operatorsAreAnsweredInTheFormatTheyAskFor() throws Exception {
        RawAnswer json = service.send("GET /metrics");
        assertThat(json.header("Content-Type")).singleElement().asString().startsWith("application/json");
        assertThat(json.header("Cache-Control")).containsExactly("no-store");
        assertThat(json.text()).contains("\"rate_limits\":{");
        RawAnswer screen = service.send("GET /metrics/summary");
        assertThat(screen.header("Content-Type")).singleElement().asString().startsWith("text/plain");
        assertThat(screen.text()).contains("availability", "budget left");
        assertThat(service.send("GET /metrics/summary", "Accept: application/json")
                        .text())
                .startsWith("{");
    }

    @Test
    void whoeverIsNoOperatorFindsNothing() throws Exception {
        for (String path : new String[] {"/metrics", "/metrics/summary"}) {
            RawAnswer answer = service.send("GET " + path, "X-Forwarded-For: 203.0.113.7");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).doesNotContain("budget");
        }
    }

    @Test
    void withoutARegistryThePathForPrometheusIsTheApplications() throws Exception {
        assertThat(service.send("GET /metrics/prometheus").status()).isEqualTo(404);
        assertThat(service.send("GET /metrics", "Accept: text/plain;version=0.0.4")
                        .text())
                .startsWith("{");
    }

    private RouteTraffic route(String name) {
        return service.runtime.traffic().snapshot().routes().stream()
                .filter(route -> route.route().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
