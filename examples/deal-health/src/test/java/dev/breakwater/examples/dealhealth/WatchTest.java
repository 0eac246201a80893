/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What watches the service: scrape configuration, alerts, objectives, the dashboard of objectives. */
class WatchTest {
    private static final JsonNode PROMETHEUS =
            DeployFiles.yaml(Path.of("deploy/prometheus/prometheus.yml")).get(0);

    @Nested
    class Scraping {
        @Test
        void isTheGuides() {
            JsonNode job = PROMETHEUS.at("/scrape_configs/0");
            assertThat(job.path("job_name").asText()).isEqualTo("deal-health-service");
            assertThat(job.path("metrics_path").asText())
                    .isEqualTo("/metrics")
                    .isEqualTo(DeployFiles.application()
                            .at("/breakwater/metrics/paths/prometheus")
                            .asText());
            assertThat(job.path("scrape_interval").asText()).isEqualTo("10s");
            assertThat(PROMETHEUS.at("/global/scrape_interval").asText()).isEqualTo("15s");
            assertThat(PROMETHEUS.at("/global/evaluation_interval").asText()).isEqualTo("15s");
            assertThat(PROMETHEUS
                            .at("/alerting/alertmanagers/0/static_configs/0/targets/0")
                            .asText())
                    .isEqualTo("alertmanager:9093");
        }

        @Test
        void findsEachInstanceByTheNameThatAllShare() {
            JsonNode discovery = PROMETHEUS.at("/scrape_configs/0/dns_sd_configs/0");
            assertThat(discovery.at("/names/0").asText()).isEqualTo("deal-health-service");
            assertThat(discovery.path("port"))
                    .isEqualTo(DeployFiles.application().at("/breakwater/ops/port"));
        }

        @Test
        void readsTheRulesOfBothPlaces() {
            assertThat(PROMETHEUS.path("rule_files").toString()).isEqualTo("[\"breakwater/*.yml\",\"rules/*.yml\"]");
            assertThat(DeployFiles.text(Path.of("deploy/docker-compose.yaml")))
                    .contains("./prometheus/rules:/etc/prometheus/rules:ro")
                    .contains("../../../ops/prometheus/rules:/etc/prometheus/breakwater:ro");
        }
    }

    @Nested
    class Alerts {
        static Stream<JsonNode> own() {
            return alerts(DeployFiles.RULES).stream();
        }

        private static List<JsonNode> alerts(Path directory) {
            return DeployFiles.rules(directory).stream()
                    .filter(rule -> rule.has("alert"))
                    .toList();
        }

        private static String name(JsonNode alert) {
            return alert.path("alert").asText();
        }

        @ParameterizedTest
        @CsvSource({
            "HighErrorRate, warning, 2m, > 0.05",
            "HighLatency, warning, 2m, > 1",
            "QueueDepthHigh, critical, 1m, > 1000",
            "ServiceDown, critical, 1m, up == 0"
        })
        void ofTheGuideAreThoseThatBreakwaterShips(String name, String severity, String after, String threshold) {
            JsonNode shipped = alerts(DeployFiles.OPS_RULES).stream()
                    .filter(alert -> name(alert).equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(shipped.at("/labels/severity").asText()).isEqualTo(severity);
            assertThat(shipped.path("for").asText()).isEqualTo(after);
            assertThat(shipped.path("expr").asText()).contains(threshold);
            assertThat(DeployFiles.text(DeployFiles.TESTS.resolve("guide.yml"))).contains("alertname=\"" + name + '"');
        }

        @ParameterizedTest
        @CsvSource({"availability, vector(0.001)", "latency, vector(0.05)"})
        void ofTheObjectivesAreThoseToo(String objective, String budget) {
            assertThat(DeployFiles.rules(DeployFiles.OPS_RULES)).anySatisfy(rule -> {
                assertThat(rule.path("record").asText()).isEqualTo("breakwater:slo_budget:ratio");
                assertThat(rule.at("/labels/slo").asText()).isEqualTo(objective);
                assertThat(rule.path("expr").asText()).isEqualTo(budget);
            });
            // The service counts as good what the rules take for good: nobody has changed the defaults of 99.9, 500ms
            // and 95.
            assertThat(DeployFiles.application().at("/breakwater/metrics/slo").isMissingNode())
                    .isTrue();
        }

        @Test
        void haveSeveritiesThatSomebodyHearsOf() {
            Map<String, String> severities = new TreeMap<>();
            own().forEach(alert ->
                    severities.put(name(alert), alert.at("/labels/severity").asText()));
            assertThat(severities)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "DeadLetters", "warning",
                            "ManyRequestsLimited", "ticket",
                            "ThroughputAboveObjective", "warning",
                            "TooFewInstances", "warning"));
        }

        @ParameterizedTest
        @MethodSource("own")
        void sayWhatIsTheMatterAndWhereToReadOn(JsonNode alert) {
            JsonNode said = alert.path("annotations");
            assertThat(said.path("summary").asText()).startsWith("{{ $labels.job }}: ");
            assertThat(said.path("runbook_url").asText())
                    .isEqualTo("examples/deal-health/README.md#" + name(alert).toLowerCase(Locale.ROOT));
            assertThat(DeployFiles.text(Path.of("README.md"))).contains("### " + name(alert) + "\n");
        }

        @ParameterizedTest
        @MethodSource("own")
        void areTestedWhereTheyFireAndWhereTheyDoNotAndWithoutData(JsonNode alert) {
            String tests = DeployFiles.text(DeployFiles.TESTS.resolve("deal-health.yml"));
            String seen = "alertname=\"" + name(alert) + "\", alertstate=\"";
            assertThat(tests).contains(seen + "firing", "alertname: " + name(alert) + "\n");
            assertThat(tests.contains(seen + "pending")).isEqualTo(alert.has("for"));
            assertThat(tests).contains("\"" + name(alert) + ": no data\"");
        }

        @Test
        void doNotShareANameWithThoseOfBreakwater() {
            Set<String> shipped = new HashSet<>();
            alerts(DeployFiles.OPS_RULES).forEach(alert -> shipped.add(name(alert)));
            assertThat(own().map(Alerts::name)).doesNotContainAnyElementsOf(shipped);
        }
    }

    @Nested
    class Dashboard {
        private static final JsonNode FILE = DeployFiles.json(DeployFiles.DASHBOARD);

        @Test
        void belongsToNoGrafanaInParticular() {
            assertThat(FILE.has("id")).isFalse();
            assertThat(FILE.path("uid").asText()).startsWith("breakwater-");
            assertThat(FILE.at("/templating/list").findValuesAsText("name"))
                    .containsSubsequence("datasource", "job", "instance");
            for (JsonNode panel : FILE.path("panels")) {
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            }
        }

        @Test
        void asksForTheChosenServiceAndSaysTheUnit() {
            Set<String> titles = new HashSet<>();
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : FILE.path("panels")) {
                String title = panel.path("title").asText();
                assertThat(titles.add(title)).as(title).isTrue();
                assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
                assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                        .as(title)
                        .isNotEmpty();
                assertThat(panel.path("targets")).as(title).isNotEmpty();
            }
            assertThat(DashboardQuery.all())
                    .hasSizeGreaterThan(25)
                    .allSatisfy(query -> assertThat(query.expression()).contains("job=~\"$job\""));
        }

        @ParameterizedTest
        @CsvSource({
            "'Availability, 30 days', 0.999",
            "Errors now, 0.001",
            "95th percentile now, 0.5",
            "'Within 500 ms, 30 days', 0.95",
            "Busiest instance, 1000",
            "Deepest queue, 1000"
        })
        void showsEachObjectiveOfTheGuideAgainstItsThreshold(String title, double threshold) {
            for (JsonNode panel : FILE.path("panels")) {
                if (panel.path("title").asText().equals(title)) {
                    assertThat(panel.at("/fieldConfig/defaults/thresholds/steps"))
                            .anyMatch(step -> step.path("value").asDouble() == threshold);
                    return;
                }
            }
            fail("no panel " + title);
        }

        /** The rest of the guide's are Breakwater's own, and Grafana is given them as well. */
        @ParameterizedTest
        @CsvSource({
            "service-health, Breakwater: service health, up",
            "performance, Breakwater: performance, http_server_requests_seconds_bucket",
            "queue, Breakwater: queues, breakwater_queue_depth",
            "ai, Breakwater: AI processing, breakwater_upstream_calls_seconds_count",
            "database, Breakwater: database pool, hikaricp_connections",
        })
        void isBesideOneForEachOfTheGuides(String file, String title, String series) {
            JsonNode dashboard = DeployFiles.json(DeployFiles.OPS.resolve("grafana/dashboards/" + file + ".json"));
            assertThat(dashboard.path("title").asText()).isEqualTo(title);
            assertThat(dashboard.path("panels").toString()).contains(series);
            assertThat(DeployFiles.text(Path.of("deploy/docker-compose.yaml")))
                    .contains("- ../../../ops/grafana/dashboards:/var/lib/grafana/dashboards/breakwater:ro\n")
                    .contains("- ./grafana:/var/lib/grafana/dashboards/deal-health:ro\n");
        }

        @Test
        void panelsDoNotOverlap() {
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : FILE.path("panels")) {
                JsonNode at = panel.path("gridPos");
                for (int x = 0; x < at.path("w").asInt(); x++) {
                    for (int y = 0; y < at.path("h").asInt(); y++) {
                        int column = at.path("x").asInt() + x;
                        assertThat(column).isLessThan(24);
                        assertThat(taken.add(column + " " + (at.path("y").asInt() + y)))
                                .as(panel.path("title").asText())
                                .isTrue();
                    }
                }
            }
        }
    }

    /**
     * On Debian: {@code apt-get install prometheus}. Without it these fail, unless {@code -Dops.skip=true} says that this
     * is known.
     */
    @Nested
    @Tag("heavy")
    @DisabledIfSystemProperty(named = "ops.skip", matches = "true", disabledReason = "-Dops.skip=true")
    class Promtool {
        @TempDir
        Path directory;

        @BeforeAll
        static void isThere() {
            try {
                run("--version");
            } catch (IOException absent) {
                fail(
                        "promtool is needed (on Debian: apt-get install prometheus); -Dops.skip=true goes without",
                        absent);
            }
        }

        @Test
        void findsThatTheRulesAreRulesAndTheirTestsPass() throws IOException {
            run(paths("check", "rules", DeployFiles.files(DeployFiles.RULES, ".yml")));
            assertThat(run(paths("test", "rules", DeployFiles.files(DeployFiles.TESTS, ".yml"))))
                    .contains("SUCCESS")
                    .doesNotContain("FAILED");
        }

        @Test
        void takesTheScrapeConfigurationWithTheRulesOfBothPlaces() throws IOException {
            copy(DeployFiles.RULES, "rules");
            copy(DeployFiles.OPS_RULES, "breakwater");
            Path file = Files.copy(Path.of("deploy/prometheus/prometheus.yml"), directory.resolve("prometheus.yml"));
            int rules = DeployFiles.files(DeployFiles.OPS_RULES, ".yml").size() + 1;
            assertThat(run("check", "config", file.toString())).contains(rules + " rule files found");
        }

        private void copy(Path from, String to) throws IOException {
            Path target = Files.createDirectory(directory.resolve(to));
            for (Path file : DeployFiles.files(from, ".yml")) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }

        private static String[] paths(String verb, String what, List<Path> files) {
            List<String> words = new ArrayList<>(List.of(verb, what));
            files.forEach(file -> words.add(file.toString()));
            return words.toArray(new String[0]);
        }

        /** What it printed; a status other than 0 fails. */
        private static String run(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("promtool"));
            command.addAll(Arrays.asList(arguments));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.onExit().join().exitValue()).as(printed).isZero();
            return printed;
        }
    }
}
