/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.examples.dealhealth.demo.RedisServer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That what alerts, the dashboard and the autoscaler read is there when the service is scraped. */
class MetersTest {
    /** What Prometheus says itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

    private static RedisServer redis;
    private static RunningService service;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisServer.started();
        service = new RunningService(Map.of("REDIS_URL", redis.url()));
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    @Test
    void theDashboardAndTheRulesReadWhatIsThere() throws Exception {
        Set<String> read = new TreeSet<>();
        DashboardQuery.all().forEach(query -> read.addAll(Promql.series(query.expression())));
        for (JsonNode rule : DeployFiles.rules(DeployFiles.RULES)) {
            read.addAll(Promql.series(rule.path("expr").asText()));
        }
        assertThat(read)
                .hasSizeGreaterThan(20)
                .contains("deal_health_queue_depth")
                .contains(
                        "breakwater_ratelimit_store_available",
                        "breakwater_ratelimit_store_questions_total",
                        "breakwater_ratelimit_store_failures_total",
                        "breakwater_ratelimit_store_known_total",
                        "breakwater_ratelimit_store_instances");
        read.removeAll(OF_PROMETHEUS);
        DeployFiles.rules(DeployFiles.RULES)
                .forEach(rule -> read.remove(rule.path("record").asText()));
        DeployFiles.rules(DeployFiles.OPS_RULES)
                .forEach(rule -> read.remove(rule.path("record").asText()));
        String event = "{\"dealId\":\"a\",\"kind\":\"automated_test\",\"outcome\":\"works\"}";
        assertThat(service.post("/api/v1/events", event).statusCode()).isEqualTo(202);
        // Requests are counted when they have ended, which their clients may know before the service does.
        Awaitility.await().until(() -> scrape().contains("breakwater_ratelimit_decisions_total"));
        read.removeAll(Promql.scraped(scrape()));
        assertThat(read).isEmpty();
    }

    @Test
    void theAutoscalersMetricIsOne() throws Exception {
        JsonNode rule = DeployFiles.yaml(DeployFiles.KUBERNETES.resolve("prometheus-adapter-values.yaml"))
                .get(0)
                .at("/rules/custom/0");
        assertThat(Promql.scraped(scrape()))
                .containsAll(Promql.series(rule.path("seriesQuery").asText()));
    }

    private static String scrape() throws Exception {
        return service.ops("/metrics").body();
    }
}
