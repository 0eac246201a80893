/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too many events, and a service that stops with events in its hands. */
class StoppingTest {
    private static final String EVENTS = "/api/v1/events";
    // Nobody listens there: evidence cannot be kept, so events wait.
    private static final String NO_REDIS = "redis://127.0.0.1:1";

    @TempDir
    Path directory;

    private RunningService start(String store) {
        return new RunningService(
                Map.of(
                        "EVENT_JOURNAL",
                        directory.resolve("events").toString(),
                        "EVENT_QUEUE_CAPACITY",
                        "3",
                        "REDIS_URL",
                        NO_REDIS),
                "--breakwater.rate-limit.store=memory",
                "--deal-health.store=" + store);
    }

    private static HttpResponse<String> send(RunningService service, String id) throws Exception {
        return service.post(
                EVENTS, "{\"id\":\"" + id + "\",\"dealId\":\"kept\",\"kind\":\"automated_test\",\"value\":1}");
    }

    @Test
    void whatWaitsIsBoundedAndOutlivesTheProcess() throws Exception {
        try (RunningService before = start("redis")) {
            for (String id : new String[] {"1", "2", "3", "3"}) {
                assertThat(send(before, id).statusCode()).isEqualTo(202);
            }
            HttpResponse<String> refused = send(before, "4");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(before.ops("/metrics").body())
                    .contains("\ndeal_health_queue_depth 3.0")
                    .contains("\ndeal_health_events_total{outcome=\"refused\"} 1.0")
                    .contains("\ndeal_health_events_total{outcome=\"duplicate\"} 1.0");
            assertThat(before.get("/api/v1/deals/kept/health").statusCode()).isEqualTo(503);
        }
        try (RunningService after = start("memory")) {
            await().untilAsserted(() -> assertThat(
                            after.get("/api/v1/deals/kept/health").body())
                    .contains("\"id\":\"1\"", "\"id\":\"2\"", "\"id\":\"3\"")
                    .doesNotContain("\"id\":\"4\""));
        }
    }
}
