/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static dev.breakwater.examples.dealhealth.DeployFiles.duration;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That what is in deploy/ agrees with itself, with the service and with the guide's numbers. */
class DeployTest {
    private static final String NAME = "deal-health-service";
    private static final String METRIC = "deal_health_queue_depth";

    /** The guide's variables that are neither a secret nor of a database or a broker. */
    private static final Map<String, String> GUIDE = Map.ofEntries(
            Map.entry("ENVIRONMENT", "production"),
            Map.entry("DEBUG", "false"),
            Map.entry("SERVICE_NAME", NAME),
            Map.entry("SERVICE_VERSION", "1.0.0"),
            Map.entry("HOST", "0.0.0.0"),
            Map.entry("PORT", "8000"),
            Map.entry("OPENAI_MODEL", "gpt-4"),
            Map.entry("ANTHROPIC_MODEL", "claude-3-sonnet-20240229"),
            Map.entry("RATE_LIMIT_REQUESTS_PER_MINUTE", "100"),
            Map.entry("RATE_LIMIT_BURST_SIZE", "20"),
            Map.entry("SECURITY_ALLOWED_ORIGINS", "[\"https://shopgraph.com\",\"https://simplycodes.com\"]"),
            Map.entry("SECURITY_ALLOWED_METHODS", "[\"GET\",\"POST\",\"PUT\",\"DELETE\"]"),
            Map.entry("SECURITY_ALLOWED_HEADERS", "[\"*\"]"),
            Map.entry("MONITORING_METRICS_PORT", "9090"),
            Map.entry("MONITORING_LOG_LEVEL", "INFO"),
            Map.entry("MONITORING_ENABLE_STRUCTURED_LOGGING", "true"),
            Map.entry("MONITORING_ENABLE_PROMETHEUS_METRICS", "true"),
            Map.entry("HEALTH_CALCULATION_AUTOMATED_TEST_WEIGHT", "0.6"),
            Map.entry("HEALTH_CALCULATION_COMMUNITY_VERIFICATION_WEIGHT", "0.3"),
            Map.entry("HEALTH_CALCULATION_COMMUNITY_TIP_WEIGHT", "0.1"),
            Map.entry("HEALTH_CALCULATION_DECAY_RATE_PER_DAY", "0.1"));

    /** What the service may take to end: nothing new comes, then what runs, then what waits. */
    private static Duration end(Map<String, String> variables) {
        return duration(variables.get("BREAKWATER_HEALTH_DRAIN_DELAY"))
                .plus(duration(variables.get("BREAKWATER_HEALTH_DRAIN_TIMEOUT")))
                .plus(duration(DeployFiles.application()
                        .at("/deal-health/events/finish-within")
                        .asText()));
    }

    @Nested
    class Kubernetes {
        static Stream<Path> manifests() {
            return DeployFiles.files(DeployFiles.KUBERNETES, ".yaml").stream()
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .filter(file -> !file.toString().endsWith("values.yaml"));
        }

        private static JsonNode document(String kind) {
            return manifests()
                    .flatMap(file -> DeployFiles.yaml(file).stream())
                    .filter(document -> document.path("kind").asText().equals(kind))
                    .findFirst()
                    .orElseThrow();
        }

        private static JsonNode pod() {
            return document("Deployment").at("/spec/template/spec");
        }

        private static JsonNode container() {
            return pod().at("/containers/0");
        }

        private static Map<String, String> variables() {
            return DeployFiles.texts(document("ConfigMap").path("data"));
        }

        private static int port(String name) {
            for (JsonNode port : container().path("ports")) {
                if (port.path("name").asText().equals(name)) {
                    return port.path("containerPort").asInt();
                }
            }
            throw new AssertionError("no port " + name);
        }

        @ParameterizedTest
        @MethodSource("manifests")
        void everyObjectIsInTheNamespaceOfTheGuide(Path file) {
            for (JsonNode document : DeployFiles.yaml(file)) {
                String where = document.at("/metadata/namespace").asText();
                boolean isNamespace = document.path("kind").asText().equals("Namespace");
                assertThat(isNamespace ? document.at("/metadata/name").asText() : where)
                        .isEqualTo("deal-health");
            }
        }

        @Test
        void whatIsAppliedAtOnceIsEverythingButTheSecretAndWhatNeedsMoreThanKubernetes() {
            Set<String> applied = new TreeSet<>();
            DeployFiles.yaml(DeployFiles.KUBERNETES.resolve("kustomization.yaml"))
                    .get(0)
                    .path("resources")
                    .forEach(file -> applied.add(file.asText()));
            Set<String> there = new TreeSet<>();
            manifests().forEach(file -> there.add(file.getFileName().toString()));
            there.removeAll(Set.of("secret.yaml", "service-monitor.yaml"));
            assertThat(applied).isEqualTo(there);
        }

        @ParameterizedTest
        @CsvSource({
            "startupProbe, /startupz, http, 2",
            "livenessProbe, /livez, metrics, 10",
            "readinessProbe, /readyz, http, 5",
        })
        void eachProbeAsksItsOwnQuestion(String probe, String path, String port, int seconds) {
            JsonNode asked = container().at("/" + probe + "/httpGet");
            assertThat(container().at("/" + probe + "/periodSeconds").asInt()).isEqualTo(seconds);
            assertThat(asked.path("path").asText()).isEqualTo(path);
            assertThat(asked.path("port").asText()).isEqualTo(port);
        }

        @Test
        void thePortsAreTheServicesAndReachedThroughServiceIngressAndMonitor() {
            assertThat(port("http")).hasToString(variables().get("PORT")).isEqualTo(8000);
            assertThat(port("metrics"))
                    .hasToString(variables().get("MONITORING_METRICS_PORT"))
                    .isEqualTo(9090)
                    .isEqualTo(
                            DeployFiles.application().at("/breakwater/ops/port").asInt());
            assertThat(DeployFiles.application().at("/server/port").asText()).isEqualTo("${PORT:8000}");
            assertThat(document("Service").at("/spec/ports").findValuesAsText("name"))
                    .isEqualTo(document("Service").at("/spec/ports").findValuesAsText("targetPort"))
                    .containsExactly("http", "metrics");
            assertThat(document("Ingress").at("/spec/rules/0/http/paths/0/backend/service/port/number"))
                    .isEqualTo(document("Service").at("/spec/ports/0/port"));
            assertThat(document("Ingress").at("/spec/tls/0/hosts/0"))
                    .isEqualTo(document("Ingress").at("/spec/rules/0/host"));
            assertThat(document("BackendConfig")
                            .at("/spec/healthCheck/requestPath")
                            .asText())
                    .isEqualTo("/readyz");
            assertThat(document("BackendConfig").at("/spec/healthCheck/port").asInt())
                    .isEqualTo(port("http"));
            assertThat(document("ServiceMonitor").at("/spec/endpoints/0/port").asText())
                    .isEqualTo("metrics");
        }

        @Test
        void serviceAndIngressAreTheGuides() {
            JsonNode service = document("Service").path("spec");
            assertThat(service.path("type").asText()).isEqualTo("ClusterIP");
            assertThat(service.path("ports").findValuesAsText("port")).containsExactly("80", "9090");
            JsonNode ingress = document("Ingress");
            assertThat(DeployFiles.texts(ingress.at("/metadata/annotations")))
                    .containsEntry("kubernetes.io/ingress.class", "gce")
                    .containsEntry("kubernetes.io/ingress.global-static-ip-name", "deal-health-ip")
                    .containsEntry("cert-manager.io/cluster-issuer", "letsencrypt-prod");
            assertThat(ingress.at("/spec/tls/0/secretName").asText()).isEqualTo("deal-health-tls");
            assertThat(ingress.at("/spec/rules/0/host").asText()).isEqualTo("api.dealhealth.shopgraph.com");
            assertThat(ingress.at("/spec/rules/0/http/paths/0/backend/service/name")
                            .asText())
                    .isEqualTo(document("Service").at("/metadata/name").asText());
            assertThat(document("FrontendConfig")
                            .at("/spec/redirectToHttps/enabled")
                            .asBoolean())
                    .isTrue();
        }

        @Test
        void theLabelsAgree() {
            JsonNode labels = document("Deployment").at("/spec/template/metadata/labels");
            assertThat(DeployFiles.texts(labels)).containsOnly(Map.entry("app", NAME));
            assertThat(document("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
            assertThat(document("PodDisruptionBudget").at("/spec/selector/matchLabels"))
                    .isEqualTo(labels);
            assertThat(document("NetworkPolicy").at("/spec/podSelector/matchLabels"))
                    .isEqualTo(labels);
            assertThat(document("Service").at("/spec/selector")).isEqualTo(labels);
            assertThat(document("Service").at("/metadata/labels")).isEqualTo(labels);
            assertThat(document("ServiceMonitor").at("/spec/selector/matchLabels"))
                    .isEqualTo(labels);
            assertThat(document("HorizontalPodAutoscaler")
                            .at("/spec/scaleTargetRef/name")
                            .asText())
                    .isEqualTo(document("Deployment").at("/metadata/name").asText());
        }

        @Test
        void theVariablesAreTheGuides() {
            assertThat(variables()).containsAllEntriesOf(GUIDE);
        }

        @Test
        void noVariableIsWrittenInVain() {
            // Read by Breakwater under the names of guides, by the JVM, or by DealHealthConfiguration.
            Set<String> known = Set.of(
                    "ENVIRONMENT",
                    "DEBUG",
                    "SERVICE_NAME",
                    "SERVICE_VERSION",
                    "RATE_LIMIT_REQUESTS_PER_MINUTE",
                    "RATE_LIMIT_BURST_SIZE",
                    "SECURITY_ALLOWED_ORIGINS",
                    "SECURITY_ALLOWED_METHODS",
                    "SECURITY_ALLOWED_HEADERS",
                    "MONITORING_METRICS_PORT",
                    "MONITORING_LOG_LEVEL",
                    "MONITORING_ENABLE_STRUCTURED_LOGGING",
                    "MONITORING_ENABLE_PROMETHEUS_METRICS",
                    "JAVA_TOOL_OPTIONS",
                    "OPENAI_API_KEY",
                    "OPENAI_MODEL",
                    "ANTHROPIC_API_KEY",
                    "ANTHROPIC_MODEL");
            String application = DeployFiles.text(Path.of("src/main/resources/application.yaml"));
            List<String> all = new ArrayList<>(variables().keySet());
            document("Secret").path("stringData").fieldNames().forEachRemaining(all::add);
            assertThat(all)
                    .allMatch(name -> known.contains(name)
                            || name.startsWith("BREAKWATER_")
                            || application.contains("${" + name + ":"));
        }

        @Test
        void noSecretIsInAManifest() {
            assertThat(variables())
                    .doesNotContainKeys(
                            "REDIS_URL", "JWT_SECRET", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "BREAKWATER_OPS_TOKEN");
            assertThat(DeployFiles.texts(document("Secret").path("stringData")))
                    .containsOnlyKeys(
                            "REDIS_URL", "JWT_SECRET", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "BREAKWATER_OPS_TOKEN")
                    .allSatisfy((name, value) -> assertThat(value).startsWith("<"));
            assertThat(container().at("/envFrom/1/secretRef/name"))
                    .isEqualTo(document("Secret").at("/metadata/name"));
            assertThat(container().at("/envFrom/0/configMapRef/name"))
                    .isEqualTo(document("ConfigMap").at("/metadata/name"));
            JsonNode shown = document("ServiceMonitor").at("/spec/endpoints/0/authorization/credentials");
            assertThat(shown.path("name")).isEqualTo(document("Secret").at("/metadata/name"));
            assertThat(document("Secret")
                            .path("stringData")
                            .has(shown.path("key").asText()))
                    .isTrue();
        }

        @Test
        void noRequestIsLostInARollOut() {
            JsonNode strategy = document("Deployment").at("/spec/strategy/rollingUpdate");
            assertThat(strategy.path("maxUnavailable").asInt(1)).isZero();
            assertThat(strategy.path("maxSurge").asInt()).isPositive();
            assertThat(document("Deployment")
                            .at("/spec/progressDeadlineSeconds")
                            .asInt())
                    .isPositive();
            assertThat(document("Deployment").at("/spec/minReadySeconds").asInt())
                    .isPositive();
            assertThat(container().has("lifecycle")).isFalse();

            Duration grace = Duration.ofSeconds(
                    pod().path("terminationGracePeriodSeconds").asInt());
            assertThat(duration(variables().get("BREAKWATER_HEALTH_GRACE_PERIOD")))
                    .isEqualTo(grace);
            // Stopping the server, the pool of connections and the JVM takes a moment, too.
            assertThat(end(variables()).plusSeconds(5)).isLessThan(grace);
            // Whoever goes by probes has met two failures, and a third, by then.
            JsonNode probe = container().path("readinessProbe");
            assertThat(duration(variables().get("BREAKWATER_HEALTH_DRAIN_DELAY")))
                    .isGreaterThanOrEqualTo(
                            Duration.ofSeconds(3L * probe.path("periodSeconds").asInt()));
            // Whoever is let in at the last moment has the time that a request may take.
            assertThat(duration(variables().get("BREAKWATER_HEALTH_DRAIN_TIMEOUT")))
                    .isGreaterThan(duration(DeployFiles.application()
                            .at("/breakwater/request/timeout")
                            .asText()));
        }

        @Test
        void itRunsWithoutRootAndWritesNothingButToTmp() {
            assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod().at("/automountServiceAccountToken").asBoolean(true))
                    .isFalse();
            JsonNode context = container().path("securityContext");
            assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container().at("/volumeMounts").findValuesAsText("mountPath"))
                    .containsExactly("/tmp");
            assertThat(variables().get("EVENT_JOURNAL")).startsWith("/tmp/");
        }

        @Test
        void requestsAndLimitsAreTheGuides() {
            assertThat(container().path("resources"))
                    .hasToString("{\"requests\":{\"memory\":\"2Gi\",\"cpu\":\"1\"},"
                            + "\"limits\":{\"memory\":\"4Gi\",\"cpu\":\"2\"}}");
        }

        @Test
        void theImageHasAVersion() {
            assertThat(container().path("image").asText())
                    .isEqualTo(
                            "YOUR_REGISTRY/deal-health-service:" + variables().get("SERVICE_VERSION"));
        }

        @Test
        void onlyTheLoadBalancerAndPrometheusReachIt() {
            JsonNode ingress = document("NetworkPolicy").at("/spec/ingress");
            assertThat(ingress).hasSize(2);
            assertThat(ingress.at("/0/ports").findValuesAsText("port")).containsExactly("http");
            assertThat(ingress.at("/1/ports").findValuesAsText("port")).containsExactly("metrics");
            // Who may speak for clients is who may come to the first port at all, and the address that they add.
            assertThat(variables().get("BREAKWATER_CALLER_TRUSTED_PROXIES").split(","))
                    .containsAll(ingress.at("/0/from").findValuesAsText("cidr"))
                    .hasSize(3);
        }
    }

    @Nested
    class Autoscaler {
        private static final JsonNode SPEC = DeployFiles.yaml(DeployFiles.KUBERNETES.resolve("autoscaler.yaml"))
                .get(0)
                .path("spec");

        @Test
        void hasTheGuidesNumbers() {
            assertThat(SPEC.path("minReplicas").asInt()).isEqualTo(3);
            assertThat(SPEC.path("maxReplicas").asInt()).isEqualTo(20);
            assertThat(SPEC.path("metrics").findValuesAsText("averageUtilization"))
                    .containsExactly("70", "80");
            assertThat(SPEC.path("behavior"))
                    .hasToString("{\"scaleUp\":{\"stabilizationWindowSeconds\":60,"
                            + "\"policies\":[{\"type\":\"Percent\",\"value\":100,\"periodSeconds\":15}]},"
                            + "\"scaleDown\":{\"stabilizationWindowSeconds\":300,"
                            + "\"policies\":[{\"type\":\"Percent\",\"value\":10,\"periodSeconds\":60}]}}");
        }

        @Test
        void theDepthOfTheQueueIsAMetricThatTheAdapterMakesOfAMeterOfTheService() {
            JsonNode pods = SPEC.at("/metrics/2/pods");
            assertThat(pods.at("/metric/name").asText()).isEqualTo(METRIC);
            JsonNode rule = DeployFiles.yaml(DeployFiles.KUBERNETES.resolve("prometheus-adapter-values.yaml"))
                    .get(0)
                    .at("/rules/custom/0");
            assertThat(rule.at("/name/as").asText()).isEqualTo(METRIC);
            assertThat(METRIC).matches(rule.at("/name/matches").asText());
            assertThat(Promql.series(rule.path("seriesQuery").asText())).containsExactly(METRIC);
        }

        @Test
        void thereAreMoreInstancesBeforeThereIsAnAlertAndBeforeTheQueueIsFull() {
            int target = SPEC.at("/metrics/2/pods/target/averageValue").asInt();
            int alert = 1000;
            String capacity =
                    DeployFiles.application().at("/deal-health/events/capacity").asText();
            assertThat(target).isPositive().isLessThanOrEqualTo(alert / 2);
            assertThat(Integer.parseInt(capacity.replaceAll("\\D", ""))).isGreaterThan(alert);
        }

        @Test
        void withoutRedisEachGrantsItsPartOfTheLeastThereAre() {
            assertThat(Kubernetes.variables())
                    .containsEntry(
                            "BREAKWATER_REDIS_INSTANCES",
                            SPEC.path("minReplicas").asText());
        }

        @Test
        void howManyThereAreIsNobodyElsesToSay() {
            assertThat(Kubernetes.document("Deployment").path("spec").has("replicas"))
                    .isFalse();
        }

        @Test
        void theHeapLeavesRoomBelowTheLimitAndGoesBack() {
            Matcher percent = Pattern.compile("MaxRAMPercentage=(\\d+)")
                    .matcher(Kubernetes.variables().get("JAVA_TOOL_OPTIONS"));
            assertThat(percent.find()).isTrue();
            double limit =
                    4; // GiB, as requestsAndLimitsAreTheGuides says; 80 % of the request of 2 GiB is where it scales
            double heap = limit * Integer.parseInt(percent.group(1)) / 100;
            assertThat(heap).isBetween(0.8 * 2, 2.0);
            assertThat(Kubernetes.variables().get("JAVA_TOOL_OPTIONS"))
                    .contains("G1PeriodicGCInterval", "+ExitOnOutOfMemoryError");
        }
    }

    @Nested
    class Compose {
        private static final JsonNode FILE =
                DeployFiles.yaml(Path.of("deploy/docker-compose.yaml")).get(0);
        private static final JsonNode SERVICE = FILE.at("/services/" + NAME);

        private static Map<String, String> variables() {
            return DeployFiles.texts(SERVICE.path("environment"));
        }

        @Test
        void threeInstancesShareARedisBehindNginx() {
            assertThat(SERVICE.at("/deploy/replicas").asText())
                    .isEqualTo(variables().get("BREAKWATER_REDIS_INSTANCES"))
                    .isEqualTo("3");
            assertThat(SERVICE.has("ports")).isFalse();
            assertThat(SERVICE.has("container_name")).isFalse();
            assertThat(variables()).containsEntry("REDIS_URL", "redis://redis:6379");
            assertThat(FILE.at("/services/redis/networks/0")).isEqualTo(SERVICE.at("/networks/1"));
        }

        @Test
        void whatEndsIsStartedAgain() {
            assertThat(FILE.path("services"))
                    .allSatisfy(service ->
                            assertThat(service.path("restart").asText()).isEqualTo("unless-stopped"));
        }

        @Test
        void theResourcesAreTheGuides() {
            assertThat(SERVICE.at("/deploy/resources"))
                    .hasToString("{\"limits\":{\"cpus\":\"2.0\",\"memory\":\"4G\"},"
                            + "\"reservations\":{\"cpus\":\"1.0\",\"memory\":\"2G\"}}");
        }

        @Test
        void nobodyIsProxyAndOperatorAtOnce() {
            assertThat(variables())
                    .containsEntry(
                            "BREAKWATER_CALLER_TRUSTED_PROXIES",
                            FILE.at("/networks/front/ipam/config/0/subnet").asText())
                    .containsEntry(
                            "BREAKWATER_OPS_NETWORKS",
                            FILE.at("/networks/watch/ipam/config/0/subnet").asText());
            assertThat(FILE.at("/services/nginx/networks")).hasToString("[\"public\",\"front\"]");
            assertThat(FILE.at("/services/prometheus/networks")).hasToString("[\"watch\"]");
        }

        @Test
        void itEndsWithinTheTimeItIsGiven() {
            Duration grace = duration(SERVICE.path("stop_grace_period").asText());
            assertThat(duration(variables().get("BREAKWATER_HEALTH_GRACE_PERIOD")))
                    .isEqualTo(grace);
            assertThat(end(variables()).plusSeconds(5)).isLessThan(grace);
        }

        @Test
        void everyFileItMountsIsThere() {
            Set<String> mounted = new TreeSet<>();
            for (JsonNode service : FILE.path("services")) {
                service.path("volumes").forEach(volume -> mounted.add(volume.asText()));
            }
            mounted.removeIf(volume -> !volume.startsWith("."));
            assertThat(mounted)
                    .hasSizeGreaterThan(6)
                    .allSatisfy(volume ->
                            assertThat(Path.of("deploy", volume.split(":")[0])).exists());
        }

        @Test
        void whatTheExampleOfAFileNamesIsTheGuides() {
            Map<String, String> example = new TreeMap<>();
            for (MatchResult line : Pattern.compile("(?m)^([A-Z_]+)=(.*)$")
                    .matcher(DeployFiles.text(Path.of(".env.example")))
                    .results()
                    .toList()) {
                assertThat(example.put(line.group(1), line.group(2))).isNull();
            }
            assertThat(example)
                    .containsAllEntriesOf(GUIDE)
                    .containsEntry("JWT_SECRET", "")
                    .containsEntry("OPENAI_API_KEY", "")
                    .containsEntry("ANTHROPIC_API_KEY", "");
        }

        @Test
        void portsAreTheGuidesAndOfThisMachineAlone() {
            Map<String, String> ports = new TreeMap<>();
            FILE.path("services")
                    .properties()
                    .forEach(service -> ports.put(
                            service.getKey(), service.getValue().at("/ports/0").asText()));
            assertThat(ports)
                    .containsEntry("nginx", "127.0.0.1:8000:8080")
                    .containsEntry("prometheus", "127.0.0.1:9091:9090")
                    .containsEntry("grafana", "127.0.0.1:3000:3000")
                    .containsEntry(NAME, "");
        }

        @Test
        void noSecretIsInIt() {
            JsonNode grafana = FILE.at("/services/grafana");
            assertThat(grafana.at("/environment/GF_SECURITY_ADMIN_PASSWORD__FILE")
                            .asText())
                    .isEqualTo("/run/secrets/" + grafana.at("/secrets/0").asText());
            assertThat(FILE.at("/secrets/grafana-password/file").asText()).isEqualTo("grafana-password");
            assertThat(variables()).doesNotContainKeys("JWT_SECRET", "OPENAI_API_KEY", "ANTHROPIC_API_KEY");
            assertThat(DeployFiles.text(Path.of(".gitignore"))).contains(".env", "grafana-password");
        }

        @Test
        void imagesHaveVersions() {
            for (String name : List.of("nginx", "redis", "prometheus", "alertmanager", "grafana")) {
                assertThat(FILE.at("/services/" + name + "/image").asText()).matches("[a-z/-]+:v?[0-9][0-9.]*");
            }
        }

        @Test
        void nobodyChangesPrometheusOverHttp() {
            assertThat(FILE.at("/services/prometheus/command"))
                    .hasSize(2)
                    .allSatisfy(flag -> assertThat(flag.asText()).doesNotContain("web.enable"));
        }

        @Test
        void dataOutlivesItsContainers() {
            assertThat(FILE.path("volumes").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("redis", "prometheus", "grafana");
            assertThat(FILE.at("/services/prometheus/volumes").toString()).contains("prometheus:/prometheus");
            assertThat(FILE.at("/services/grafana/volumes").toString()).contains("grafana:/var/lib/grafana");
            assertThat(FILE.at("/services/prometheus/command/1").asText())
                    .isEqualTo("--storage.tsdb.retention.time=31d");
        }
    }

    @Nested
    class Nginx {
        private static final String FILE = DeployFiles.text(Path.of("deploy/nginx.conf"));

        @Test
        void tellsForWhomItSpeaks() {
            assertThat(FILE)
                    .contains("server " + NAME + ":8000 resolve;")
                    .contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
                    .contains("proxy_set_header X-Forwarded-Proto $scheme;")
                    .doesNotContain("\n    add_header");
        }

        @Test
        void waitsLongerThanTheServiceTakesAndTakesNoMore() {
            JsonNode request = DeployFiles.application().at("/breakwater/request");
            assertThat(seconds("proxy_read_timeout")).isGreaterThan((int)
                    duration(request.path("timeout").asText()).toSeconds());
            assertThat(FILE)
                    .contains("client_max_body_size "
                            + request.path("max-body-size").asText().replace("KB", "k") + ";");
        }

        @Test
        void sendsNoEventTwiceAndForgetsWhoLeftBeforeHeIsGone() {
            assertThat(FILE)
                    .contains("proxy_next_upstream error timeout http_503;")
                    .doesNotContain("non_idempotent;");
            Matcher valid = Pattern.compile("valid=(\\d+)s").matcher(FILE);
            assertThat(valid.find()).isTrue();
            assertThat(duration(Compose.variables().get("BREAKWATER_HEALTH_DRAIN_DELAY")))
                    .isGreaterThan(Duration.ofSeconds(Integer.parseInt(valid.group(1))));
        }

        private static int seconds(String directive) {
            Matcher found = Pattern.compile(directive + " (\\d+)s;").matcher(FILE);
            assertThat(found.find()).isTrue();
            return Integer.parseInt(found.group(1));
        }
    }

    @Nested
    class Docker {
        private static final String FILE = DeployFiles.text(Path.of("Dockerfile"));

        @Test
        void theImageRunsWithoutRootAndIsCheckedWithoutCurl() {
            assertThat(FILE)
                    .contains("USER 10001:10001", "EXPOSE 8000 9090", "ENTRYPOINT [\"java\"", "ENVIRONMENT=production")
                    .contains("dev.breakwater.health.ProbeClient")
                    .contains("--interval=30s --timeout=10s", "--retries=3")
                    .doesNotContain("curl");
        }

        @Test
        void theImageIsBuiltInAStageOfItsOwn() {
            assertThat(FILE)
                    .contains(" AS build\n", "RUN mvn ")
                    .contains("\nFROM eclipse-temurin:17-jre\n")
                    .contains("\nWORKDIR /app\nCOPY --from=build /app .\n");
        }

        @Test
        void theCheckOfTheImageIsThatOfCompose() {
            JsonNode test = Compose.SERVICE.at("/healthcheck/test");
            List<String> words = new ArrayList<>();
            test.forEach(word -> words.add("\"" + word.asText() + "\""));
            assertThat(FILE).contains("CMD [" + String.join(", ", words.subList(1, words.size())) + "]");
        }
    }
}
