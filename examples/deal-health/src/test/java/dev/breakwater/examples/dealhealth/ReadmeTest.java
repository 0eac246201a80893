/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String README = DeployFiles.text(Path.of("README.md"));
    private static final Pattern LINK = Pattern.compile("]\\(([^:)#]+)(?:#[^)]*)?\\)");
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z_]+[A-Z])`");

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Nested
    class Names {
        @Test
        void ofFilesAreThoseOfFiles() {
            assertThat(found(LINK, README)).hasSizeGreaterThan(10).allMatch(file -> Files.exists(Path.of(file)));
        }

        @Test
        void ofFilesInCommandsAreThoseOfFiles() {
            Path root = Path.of("../..");
            assertThat(found(Pattern.compile("(?m)(examples/deal-health/(?!target)[^\\s*]+)"), README))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(file -> Files.exists(root.resolve(file)));
        }

        @Test
        void ofVariablesAreReadBySomebody() {
            Set<String> read = new HashSet<>(found(
                    Pattern.compile("\\$\\{([A-Z_]+):"),
                    DeployFiles.text(Path.of("src/main/resources/application.yaml"))));
            read.addAll(found(VARIABLE, DeployFiles.text(Path.of("../../docs/configuration.md"))));
            String table = README.substring(README.indexOf("| variable"), README.indexOf("## Deploy it"));
            String names = table.lines()
                    .filter(line -> line.startsWith("| "))
                    .map(line -> line.split("\\|", -1)[1])
                    .collect(Collectors.joining());
            assertThat(found(VARIABLE, names))
                    .hasSizeGreaterThan(15)
                    // By DealHealthConfiguration, and by any key of Breakwater.
                    .allMatch(name -> read.contains(name)
                            || name.matches("(OPENAI|ANTHROPIC)_(API_KEY|MODEL)|BREAKWATER_[A-Z_]+"));
        }
    }

    @Nested
    class Numbers {
        private static final JsonNode CONFIG = DeployFiles.yaml(DeployFiles.KUBERNETES.resolve("configmap.yaml"))
                .get(0)
                .path("data");

        @Test
        void ofTheEndAreThoseOfTheManifests() {
            assertThat(README.replace("\n  ", " "))
                    .contains("serves on for "
                            + spaced(CONFIG.path("BREAKWATER_HEALTH_DRAIN_DELAY"))
                            + ", awaits what runs for "
                            + spaced(CONFIG.path("BREAKWATER_HEALTH_DRAIN_TIMEOUT"))
                            + " at most and works off its queue for "
                            + spaced(DeployFiles.application().at("/deal-health/events/finish-within"))
                            + " at most, within the "
                            + spaced(CONFIG.path("BREAKWATER_HEALTH_GRACE_PERIOD"))
                            + " that Kubernetes gives it");
        }

        private static String spaced(JsonNode duration) {
            return duration.asText().replace("s", " s");
        }

        @Test
        void ofTheQueueAreThoseOfTheAutoscalerAndTheService() {
            JsonNode autoscaler = DeployFiles.yaml(DeployFiles.KUBERNETES.resolve("autoscaler.yaml"))
                    .get(0);
            assertThat(README.replace("\n  ", " "))
                    .contains("It asks for more at "
                            + autoscaler
                                    .at("/spec/metrics/2/pods/target/averageValue")
                                    .asText()
                            + " on average, well before the alert at 1000 and the end of the queue at "
                            + defaultOf("EVENT_QUEUE_CAPACITY"));
        }

        @Test
        void ofVariablesAreTheirDefaults() {
            Map<String, String> rows = Map.of(
                    "`EVENT_QUEUE_CAPACITY`, `EVENT_WORKERS`",
                    "`" + defaultOf("EVENT_QUEUE_CAPACITY") + "`, `" + defaultOf("EVENT_WORKERS") + "`",
                    "`PORT`, `HOST`",
                    "`" + defaultOf("PORT") + "`, `" + defaultOf("HOST") + "`",
                    "`REDIS_URL`",
                    "`" + defaultOf("REDIS_URL") + "`");
            rows.forEach((name, value) -> assertThat(README).contains("\n| " + name + " | " + value + " |"));
        }

        private static String defaultOf(String variable) {
            return found(
                            Pattern.compile("\\$\\{" + variable + ":([^}]*)}"),
                            DeployFiles.text(Path.of("src/main/resources/application.yaml")))
                    .get(0);
        }
    }
}
