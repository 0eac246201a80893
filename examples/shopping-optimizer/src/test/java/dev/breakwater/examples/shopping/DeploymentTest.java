/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.shopping.standin.StandIn.Mode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "Production Deployment": that what is in deploy/ agrees with the service. */
class DeploymentTest {
    private final RunningOptimizer service = RunningOptimizer.shared();

    // Keys come from secrets; in these tests stand-ins are asked in place of whom they are for.
    private static Map<String, String> outsideProduction(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.values().removeIf("(elsewhere)"::equals);
        all.put("ENVIRONMENT", "staging");
        all.put("PORT", "0");
        all.put("BREAKWATER_CALLER_TRUSTED_PROXIES", "127.0.0.0/8");
        return all;
    }

    private static void assertStarts(Map<String, String> variables) {
        try (RunningOptimizer service = RunningOptimizer.start(outsideProduction(variables))) {
            assertThat(service.get(OFFERS + "8000").statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class CloudRun {
        private static JsonNode revision() throws IOException {
            return Documents.yaml("deploy/cloud-run.yaml").get(0).at("/spec/template");
        }

        private static JsonNode container() throws IOException {
            return revision().at("/spec/containers/0");
        }

        @Test
        void hasTheGuidesNumbers() throws Exception {
            assertThat(revision().at("/spec/containerConcurrency").asInt()).isEqualTo(80);
            assertThat(revision().at("/spec/timeoutSeconds").asInt()).isGreaterThan(120);
            assertThat(container().path("resources").toString())
                    .isEqualTo("{\"limits\":{\"cpu\":\"2\",\"memory\":\"1Gi\"}}");
            assertThat(container().at("/ports/0/containerPort").asInt())
                    .isEqualTo(Settings.of(Map.of()).port());
            assertThat(container().path("image").asString()).isEqualTo("gcr.io/YOUR_PROJECT_ID/shopping-optimizer");
        }

        @Test
        void comesAndGoesWithTheTraffic() throws Exception {
            JsonNode annotations = revision().at("/metadata/annotations");
            assertThat(annotations.path("autoscaling.knative.dev/minScale").asString())
                    .isEqualTo("0");
            assertThat(annotations.path("autoscaling.knative.dev/maxScale").asString())
                    .isEqualTo("10");
        }

        @Test
        void takesTheKeysFromTheSecretManager() throws Exception {
            assertThat(container().path("env").valueStream().map(variable -> variable.at("/valueFrom/secretKeyRef")))
                    .extracting(JsonNode::toString)
                    .contains(
                            "{\"name\":\"google-api-key\",\"key\":\"latest\"}",
                            "{\"name\":\"salling-api-key\",\"key\":\"latest\"}");
            Map<String, String> variables = Documents.variables(container().path("env"));
            assertThat(variables)
                    .containsEntry("ENVIRONMENT", "production")
                    .containsEntry("GOOGLE_API_KEY", "(elsewhere)")
                    .containsEntry("SALLING_GROUP_API_KEY", "(elsewhere)");
            assertStarts(variables);
        }
    }

    @Nested
    class Kubernetes {
        private static JsonNode document(String kind) throws IOException {
            return Documents.yaml("deploy/kubernetes.yaml").stream()
                    .filter(document -> document.path("kind").asString().equals(kind))
                    .findFirst()
                    .orElseThrow();
        }

        private static JsonNode pod() throws IOException {
            return document("Deployment").at("/spec/template/spec");
        }

        private static JsonNode container() throws IOException {
            return pod().at("/containers/0");
        }

        @ParameterizedTest
        @CsvSource({"startupProbe, /startupz, 2", "livenessProbe, /livez, 10", "readinessProbe, /readyz, 5"})
        void eachProbeAsksItsOwnQuestion(String probe, String path, int seconds) throws Exception {
            assertThat(container().at("/" + probe + "/httpGet/path").asString()).isEqualTo(path);
            assertThat(container().at("/" + probe + "/periodSeconds").asInt()).isEqualTo(seconds);
            assertThat(service.get(path).statusCode()).isEqualTo(200);
        }

        @Test
        void noHookIsNeededAndTheDrainFitsTheGracePeriod() throws Exception {
            assertThat(container().has("lifecycle")).isFalse();
            // drain-delay and drain-timeout are 5 s and 20 s unless something is said about them.
            assertThat(pod().path("terminationGracePeriodSeconds").asInt()).isGreaterThan(5 + 20);
            assertThat(Documents.variables(container().path("env")).keySet()).noneMatch(name -> name.contains("DRAIN"));
            assertThat(Documents.text("src/main/resources/breakwater.yaml")).doesNotContain("drain");
        }

        @Test
        void whoIsAProxyIsNoOperator() throws Exception {
            Map<String, String> variables = Documents.variables(container().path("env"));
            String proxies = variables.get("BREAKWATER_CALLER_TRUSTED_PROXIES");
            assertThat(variables.get("BREAKWATER_OPS_NETWORKS"))
                    .isNotEqualTo(proxies)
                    .endsWith("/24");
            assertThat(proxies).endsWith("/24");
        }

        @Test
        void replicasResourcesPortsAndLabelsAgree() throws Exception {
            assertThat(document("Deployment").at("/spec/replicas").asInt()).isEqualTo(3);
            assertThat(document("PodDisruptionBudget").at("/spec/minAvailable").asInt())
                    .isEqualTo(2);
            assertThat(container().path("resources").toString())
                    .isEqualTo("{\"requests\":{\"memory\":\"512Mi\",\"cpu\":\"500m\"},"
                            + "\"limits\":{\"memory\":\"1Gi\",\"cpu\":\"1000m\"}}");
            JsonNode labels = document("Deployment").at("/spec/template/metadata/labels");
            assertThat(document("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
            assertThat(document("Service").at("/spec/selector")).isEqualTo(labels);
            assertThat(document("Service").at("/spec/ports/0/targetPort"))
                    .isEqualTo(container().at("/ports/0/name"));
            assertThat(container().at("/ports/0/containerPort").asInt()).isEqualTo(3000);
            assertThat(document("Service").at("/spec/ports/0/port").asInt()).isEqualTo(80);
            assertThat(document("Service").at("/spec/type").asString()).isEqualTo("LoadBalancer");
        }

        @Test
        void namesImageAndVariablesAreTheGuides() throws Exception {
            for (String kind : List.of("Deployment", "Service")) {
                assertThat(document(kind).at("/metadata/name").asString()).isEqualTo("shopping-optimizer");
            }
            assertThat(container().path("image").asString()).isEqualTo("YOUR_REGISTRY/shopping-optimizer:latest");
            assertThat(Documents.variables(container().path("env")))
                    .containsEntry("ENVIRONMENT", "production")
                    .containsEntry("PORT", "3000")
                    .containsEntry("REDIS_URL", "redis://redis-service:6379/0");
        }

        @Test
        void itRunsWithoutRootWritesNothingButToTmpAndHasItsKeysFromASecret() throws Exception {
            assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container().at("/envFrom/0/secretRef/name").asString()).isEqualTo("shopping-optimizer-secrets");
            assertStarts(Documents.variables(container().path("env")));
        }
    }

    @Nested
    class Docker {
        @Test
        void theImageRunsWithoutRootAndIsCheckedWithoutCurl() throws Exception {
            assertThat(Documents.text("Dockerfile"))
                    .contains(
                            "FROM eclipse-temurin:25-jre",
                            "USER 10001:10001",
                            "EXPOSE 3000",
                            "ENTRYPOINT [\"java\"",
                            "ENVIRONMENT=production")
                    .contains("dev.breakwater.health.ProbeClient")
                    .doesNotContain("curl -");
        }

        @Test
        void composeStartsItWithItsVariables() throws Exception {
            JsonNode compose =
                    Documents.yaml("deploy/docker-compose.yaml").get(0).at("/services/shopping-optimizer");
            assertThat(compose.path("read_only").asBoolean()).isTrue();
            assertThat(compose.path("environment").has("GOOGLE_API_KEY")).isFalse();
            assertThat(compose.path("stop_grace_period").asString()).isEqualTo("30s");
            Map<String, String> variables = new HashMap<>();
            compose.path("environment")
                    .propertyStream()
                    .forEach(variable ->
                            variables.put(variable.getKey(), variable.getValue().asString()));
            assertStarts(variables);
        }

        @Test
        void composeBringsTheRedisOfTheCache() throws Exception {
            JsonNode services =
                    Documents.yaml("deploy/docker-compose.yaml").get(0).path("services");
            assertThat(services.at("/redis/image").asString()).startsWith("redis:");
            assertThat(services.at("/shopping-optimizer/environment/REDIS_URL").asString())
                    .isEqualTo("redis://redis:6379/0");
        }
    }

    @Nested
    class Systemd {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Description=Shopping Optimizer Service",
                    "Type=exec",
                    "User=appuser",
                    "Group=appuser",
                    "WorkingDirectory=/opt/shopping-optimizer",
                    "EnvironmentFile=/opt/shopping-optimizer/.env",
                    "ExecStart=/usr/bin/java -XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"
                            + " -jar /opt/shopping-optimizer/shopping-optimizer.jar",
                    "TimeoutStopSec=30",
                    "Restart=always",
                    "RestartSec=10",
                    "WantedBy=multi-user.target"
                })
        void theUnitIsTheGuides(String line) throws Exception {
            assertThat(Documents.text("deploy/shopping-optimizer.service").lines())
                    .contains(line);
        }
    }

    @Nested
    class Nginx {
        @Test
        void tellsForWhomItSpeaksAndWaitsLongerThanTheService() throws Exception {
            assertThat(Documents.text("deploy/nginx.conf"))
                    .contains("server 127.0.0.1:3000;")
                    .contains("return 301 https://$host$request_uri;")
                    .contains("listen 443 ssl;", "http2 on;", "ssl_certificate /", "ssl_certificate_key /")
                    .contains("proxy_set_header Host $host;")
                    .contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
                    .contains("proxy_set_header X-Forwarded-Proto $scheme;")
                    .contains("proxy_connect_timeout 5s;", "proxy_send_timeout 120s;", "proxy_read_timeout 125s;")
                    .contains("location = /health")
                    .contains("access_log off;")
                    .doesNotContain("\n    add_header");
            JsonNode request =
                    Documents.yaml("src/main/resources/breakwater.yaml").get(0).at("/breakwater/request");
            assertThat(request.path("timeout").asString()).isEqualTo("120s");
        }

        @Test
        void aConnectionServesManyRequestsAndNginxClosesItFirst() throws Exception {
            assertThat(WebServer.IDLE_MILLIS).isGreaterThan(60_000); // keepalive_timeout of nginx's upstreams
            try (Socket socket = new Socket("127.0.0.1", service.port())) {
                String request = "GET /livez HTTP/1.1\r\nHost: me\r\n";
                socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                socket.getOutputStream()
                        .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .contains("HTTP/1.1 200");
            }
        }

        @Test
        void aTimeoutIsAnsweredByTheServiceItself() {
            try (RunningOptimizer slow =
                    RunningOptimizer.startInRealTime(Map.of(), "--breakwater.request.timeout=300ms")) {
                slow.salling().answer(Mode.HANGING);
                assertThat(slow.get(OFFERS + "8000").statusCode()).isEqualTo(503);
            }
        }
    }

    @Nested
    class Scaling {
        @Test
        void anyInstanceAnswersAlikeAndNeedsNoSession() {
            try (RunningOptimizer one = RunningOptimizer.start();
                    RunningOptimizer another = RunningOptimizer.start()) {
                HttpResponse<String> answer = one.get(OFFERS + "8000");
                assertThat(another.get(OFFERS + "8000").body()).isEqualTo(answer.body());
                assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
            }
        }
    }
}
