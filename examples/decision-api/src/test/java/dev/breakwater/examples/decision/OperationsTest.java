/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is in the directory {@code ops}, as far as it takes no Prometheus to tell; see {@link OperationsHeavyTest}. */
class OperationsTest {
    static Stream<Path> dashboards() {
        return Operations.files(Operations.DASHBOARDS, ".json").stream();
    }

    static Stream<JsonNode> alerts() {
        return Operations.alerts().stream();
    }

    @Nested
    class Names {
        /** What Prometheus says itself. */
        private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

        /** What this service has none of, and services with a database have. */
        private static final String OF_THE_DATABASE_POOL = "hikaricp_connections";

        /** What this service has none of, and services whose instances share their limits have. */
        private static final String OF_THE_SHARED_STORE = "breakwater_ratelimit_store_";

        /** What is only measured once it happens, or is switched on. */
        private static final Set<String> OF_OTHER_DAYS = Set.of(
                // the end of the service
                "breakwater_drain_requests_total",
                // a collection of garbage long enough to be told
                "jvm_gc_pause_seconds_sum");

        @Test
        void areThoseOfAServiceThatRuns() throws Exception {
            Set<String> unknown = new TreeSet<>();
            Operations.queries().forEach(query -> unknown.addAll(Promql.series(query.expression())));
            Operations.rules()
                    .forEach(rule ->
                            unknown.addAll(Promql.series(rule.path("expr").asString())));
            assertThat(unknown).hasSizeGreaterThan(40).contains("http_server_requests_seconds_bucket");
            unknown.removeAll(OF_PROMETHEUS);
            unknown.removeAll(OF_OTHER_DAYS);
            unknown.removeAll(Operations.recorded());
            unknown.removeIf(name -> name.startsWith(OF_THE_DATABASE_POOL));
            unknown.removeIf(name -> name.startsWith(OF_THE_SHARED_STORE));
            unknown.removeAll(live());
            assertThat(unknown).isEmpty();
        }

        private static Set<String> live() throws Exception {
            try (RunningService service = new RunningService(
                    "--breakwater.cost.budgets[0].name=watched",
                    "--breakwater.cost.budgets[0].limit=1 tokens",
                    "--breakwater.cost.budgets[0].mode=shadow",
                    "--breakwater.rate-limit.policies[1].name=ping",
                    "--breakwater.rate-limit.policies[1].paths=/api/v1/ping",
                    "--breakwater.rate-limit.policies[1].limits=1 per hour")) {
                service.ask("How do I export a report?");
                for (int i = 0; i < 10; i++) {
                    service.ask(i + " " + GeminiStandIn.FAIL); // until the breaker opens
                }
                service.get("/api/v1/ping");
                assertThat(service.get("/api/v1/ping").statusCode()).isEqualTo(429);
                // Requests are counted when they have ended, which their clients may know before the service does.
                await().until(() -> scrape(service).contains("outcome=\"rejected\""));
                return Promql.scraped(scrape(service));
            }
        }

        private static String scrape(RunningService service) throws Exception {
            return service.get("/metrics/prometheus").body();
        }
    }

    @Nested
    class Alerts {
        private static final Map<String, String> SEVERITIES = Map.ofEntries(
                Map.entry("HighErrorRate", "warning"),
                Map.entry("HighLatency", "warning"),
                Map.entry("HighLatencyCritical", "critical"),
                Map.entry("QueueDepthHigh", "critical"),
                Map.entry("ServiceDown", "critical"),
                Map.entry("UpstreamAiFailureRate", "critical"),
                Map.entry("UpstreamBreakerOpen", "warning"),
                Map.entry("KillSwitchThrown", "warning"),
                Map.entry("FallbackRate", "warning"),
                Map.entry("RetriesRefused", "warning"),
                Map.entry("ComponentDown", "critical warning"),
                Map.entry("ComponentDegraded", "warning"),
                Map.entry("RateLimitStoreAway", "warning"),
                Map.entry("DrainAborted", "warning"),
                Map.entry("LlmDailyBudget", "warning"),
                Map.entry("LlmBudgetNearlySpent", "warning"),
                Map.entry("LlmBudgetSpent", "critical"),
                Map.entry("LlmSpendSpike", "warning"),
                Map.entry("LlmUnpricedCalls", "warning"),
                Map.entry("LlmLedgerFailures", "critical"),
                Map.entry("LlmOrphanedHolds", "warning"),
                Map.entry("ErrorBudgetBurn", "page page ticket"),
                Map.entry("LatencyBudgetBurn", "page ticket ticket"),
                Map.entry("LogEventsLost", "warning"),
                Map.entry("AuditWriteFailed", "critical"),
                Map.entry("RouteOverflow", "warning"),
                Map.entry("BodyCaptureCapped", "warning"));

        @Test
        void haveTheNamesAndSeveritiesOfTheGuides() {
            Map<String, String> severities = new TreeMap<>();
            alerts().forEach(alert -> severities.merge(
                    name(alert), alert.at("/labels/severity").asString(), (one, more) -> one + " " + more));
            assertThat(severities).containsExactlyInAnyOrderEntriesOf(SEVERITIES);
        }

        @ParameterizedTest
        @CsvSource({
            "HighErrorRate, errors:ratio_rate5m > 0.05",
            "HighLatencyCritical, seconds:p95_5m > 2",
            "UpstreamAiFailureRate, > 0.2",
        })
        void haveTheThresholdsOfTheGuide(String name, String threshold) {
            JsonNode found = alerts().filter(alert -> name(alert).equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.path("expr").asString()).contains(threshold + (name.startsWith("High") ? " and" : "\n"));
        }

        @ParameterizedTest
        @MethodSource("dev.breakwater.examples.decision.OperationsTest#alerts")
        void sayWhatIsTheMatterAndWhereToReadOn(JsonNode alert) {
            JsonNode said = alert.path("annotations");
            assertThat(said.path("summary").asString()).contains("{{ $labels.job }}");
            assertThat(said.path("description").asString()).endsWith(".");
            String section = name(alert).toLowerCase(Locale.ROOT);
            assertThat(said.path("runbook_url").asString()).isEqualTo("ops/README.md#" + section);
            assertThat(Operations.text(Operations.DIRECTORY.resolve("README.md")))
                    .contains("### " + name(alert) + "\n");
        }

        @ParameterizedTest
        @MethodSource("dev.breakwater.examples.decision.OperationsTest#alerts")
        void areTestedWhereTheyFireAndWhereTheyDoNotAndWithoutData(JsonNode alert) {
            String tests = Operations.files(Operations.TESTS, ".yml").stream()
                    .map(Operations::text)
                    .reduce("", String::concat);
            String seen = "alertname=\"" + name(alert) + "\", alertstate=\"";
            assertThat(tests.contains(seen + "firing")).as("fires").isTrue();
            assertThat(tests.contains(seen + "pending")).as("waits").isEqualTo(alert.has("for"));
            assertThat(tests.contains("alertname: " + name(alert) + "\n"))
                    .as("says")
                    .isTrue();
            assertThat(tests.contains("\"" + name(alert) + ": no data\""))
                    .as("no data")
                    .isTrue();
        }

        private static String name(JsonNode alert) {
            return alert.path("alert").asString();
        }
    }

    @Nested
    class Dashboards {
        @ParameterizedTest
        @MethodSource("dev.breakwater.examples.decision.OperationsTest#dashboards")
        void belongToNoGrafanaInParticular(Path file) {
            JsonNode dashboard = Operations.json(file);
            assertThat(dashboard.has("id")).isFalse();
            assertThat(dashboard.path("uid").asString()).startsWith("breakwater-");
            assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
            List<String> variables = dashboard
                    .at("/templating/list")
                    .valueStream()
                    .map(variable -> variable.path("name").asString())
                    .toList();
            assertThat(variables).containsExactly("datasource", "job", "instance");
            for (JsonNode panel : dashboard.path("panels")) {
                assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
            }
        }

        @ParameterizedTest
        @MethodSource("dev.breakwater.examples.decision.OperationsTest#dashboards")
        void askForTheChosenServiceAndSayTheUnit(Path file) {
            Set<String> titles = new HashSet<>();
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : Operations.json(file).path("panels")) {
                String title = panel.path("title").asString();
                assertThat(titles.add(title + panel.path("type").asString()))
                        .as(title)
                        .isTrue();
                assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
                assertThat(panel.at("/fieldConfig/defaults/unit").asString())
                        .as(title)
                        .isNotEmpty();
                assertThat(panel.path("targets").size()).as(title).isPositive();
            }
            assertThat(Operations.queries(file))
                    .allSatisfy(query -> assertThat(query.expression()).contains("job=~\"$job\""));
        }
    }
}
