/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
    private static final String README = DeployFiles.text(Path.of("README.md"));
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+Test(?:\\.[A-Za-z0-9]+)*)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^:)#]+)(?:#[^)]*)?\\)");
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z_]+[A-Z])`");

    private static List<String> rows() {
        return README.substring(README.indexOf("| the guide's line"))
                .lines()
                .skip(2)
                .toList();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Nested
    class TheGuide {
        /** What it asks for, in its own words, section by section. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    // overview, architecture
                    "50x traffic spikes",
                    "real-time health scoring",
                    "load balancer",
                    "Pub/Sub",
                    "event ingestion",
                    "dead letter queue",
                    "PostgreSQL",
                    "read replicas",
                    "Redis Cluster",
                    "health score cache",
                    "Alertmanager",
                    // prerequisites
                    "4 vCPUs, 8 GB",
                    "SSD",
                    "VPC",
                    "SSL termination",
                    "Cloud SQL",
                    "Memorystore",
                    "OpenAI API key",
                    "Anthropic API key",
                    "JWT secret",
                    "database credentials",
                    // environment
                    "ENVIRONMENT",
                    "DEBUG",
                    "SERVICE_NAME",
                    "SERVICE_VERSION",
                    "HOST",
                    "PORT",
                    "DATABASE_URL",
                    "DATABASE_POOL_SIZE",
                    "DATABASE_MAX_OVERFLOW",
                    "REDIS_URL",
                    "REDIS_POOL_SIZE",
                    "MESSAGE_QUEUE_PROVIDER",
                    "MESSAGE_QUEUE_PROJECT_ID",
                    "MESSAGE_QUEUE_SUBSCRIPTION_NAME",
                    "MESSAGE_QUEUE_TOPIC_NAME",
                    "OPENAI_MODEL",
                    "ANTHROPIC_MODEL",
                    "JWT_ALGORITHM",
                    "JWT_EXPIRATION_HOURS",
                    "RATE_LIMIT_REQUESTS_PER_MINUTE=100",
                    "RATE_LIMIT_BURST_SIZE=20",
                    "SECURITY_ALLOWED_ORIGINS",
                    "SECURITY_ALLOWED_METHODS",
                    "SECURITY_ALLOWED_HEADERS",
                    "MONITORING_METRICS_PORT=9090",
                    "MONITORING_LOG_LEVEL",
                    "MONITORING_ENABLE_STRUCTURED_LOGGING",
                    "MONITORING_ENABLE_PROMETHEUS_METRICS",
                    "HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT",
                    "HEALTH_CALCULATION_COMMUNITY_VERIFICATION_WEIGHT",
                    "HEALTH_CALCULATION_COMMUNITY_TIP_WEIGHT",
                    "HEALTH_CALCULATION_DECAY_RATE_PER_DAY",
                    // schema, queue
                    "database schema",
                    "topics and subscriptions",
                    "acknowledgement within 60s",
                    // Docker
                    "multi-stage build",
                    "non-root user",
                    "HEALTHCHECK",
                    "Docker Compose",
                    "Grafana container",
                    "GRAFANA_PASSWORD",
                    // Kubernetes
                    "Namespace",
                    "ConfigMap",
                    "Secret",
                    "3 replicas",
                    "requests and limits",
                    "livenessProbe",
                    "readinessProbe",
                    "Service, ports",
                    "Horizontal Pod Autoscaler",
                    "CPU 70",
                    "memory 80",
                    "behavior",
                    "Ingress",
                    "cert-manager",
                    // monitoring
                    "scrape_interval",
                    "job deal-health-service",
                    "jobs postgresql and redis",
                    "HighErrorRate",
                    "HighLatency",
                    "QueueDepthHigh",
                    "ServiceDown",
                    "Service Health",
                    "Performance Metrics",
                    "Queue Monitoring",
                    "AI Processing",
                    "Database Performance",
                    "Business Metrics",
                    // security
                    "firewall",
                    "WAF",
                    "API gateway",
                    "rotate JWT secrets",
                    "per-client rate limiting",
                    "input validation",
                    "CORS for specific origins only",
                    "security headers",
                    "HSTS",
                    "CSP",
                    "encryption at rest and in transit",
                    "IAM roles",
                    "audit logging",
                    "backup with encryption",
                    // performance
                    "connection pooling",
                    "indexing",
                    "partitioning",
                    "event caching",
                    "TTL management",
                    "CPU-based",
                    "memory-based",
                    "queue-based",
                    "custom metrics",
                    // recovery
                    "database backups",
                    "configuration backups",
                    "container image backups",
                    "service recovery",
                    "database recovery",
                    "configuration rollback",
                    "DR tests",
                    "backup validation",
                    "failover testing",
                    // maintenance
                    "zero-downtime deployments",
                    "health checks before proceeding",
                    "rollback procedures",
                    "monitoring during updates",
                    "smoke tests",
                    "integration tests",
                    "performance tests",
                    // objectives
                    "99.9%",
                    "< 500ms",
                    "< 0.1%",
                    "1000 requests/second per instance",
                    "SLA monitoring",
                    "SLO dashboards",
                    "alert escalation"
                })
        void hasARowForEachOfItsLines(String line) {
            assertThat(rows())
                    .anyMatch(row ->
                            row.split("\\|", -1)[1].toLowerCase(Locale.ROOT).contains(line.toLowerCase(Locale.ROOT)));
        }

        @Test
        void isAnsweredByATestOrByWhyItIsOutside() {
            assertThat(rows())
                    .hasSizeGreaterThan(60)
                    .allSatisfy(row -> assertThat(row.split("\\|", -1)).hasSize(5))
                    .allMatch(row -> TEST.matcher(row).find() || row.contains("*Outside*: "));
        }
    }

    @Nested
    class Names {
        @Test
        void ofTestsAreThoseOfTests() {
            assertThat(found(TEST, README)).hasSizeGreaterThan(60).allSatisfy(Names::assertExists);
        }

        private static void assertExists(String test) throws ClassNotFoundException {
            String name = ReadmeTest.class.getPackageName();
            Class<?> found = null;
            for (String part : test.split("\\.")) {
                if (Character.isUpperCase(part.charAt(0))) {
                    name += (found == null ? "." : "$") + part;
                    found = Class.forName(name);
                } else {
                    assertThat(Arrays.stream(found.getDeclaredMethods()).map(method -> method.getName()))
                            .contains(part);
                }
            }
        }

        @Test
        void ofFilesAreThoseOfFiles() {
            assertThat(found(LINK, README)).hasSizeGreaterThan(15).allMatch(file -> Files.exists(Path.of(file)));
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
