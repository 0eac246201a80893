/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.ZONES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "Kubernetes Deployment". */
class KubernetesDeploymentTest {
    private static final String CLIENT = "203.0.113.5";

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

    @Test
    void threeReplicasOfWhichTwoAreAlwaysThere() throws Exception {
        assertThat(document("Deployment").at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(document("Deployment")
                        .at("/spec/strategy/rollingUpdate/maxUnavailable")
                        .asInt())
                .isZero();
        assertThat(document("PodDisruptionBudget").at("/spec/minAvailable").asInt())
                .isEqualTo(2);
    }

    @Test
    void thePortIsTheServicesAndReachedThroughServiceAndIngress() throws Exception {
        assertThat(container().at("/ports/0/containerPort").asInt())
                .isEqualTo(Settings.of(Documents.variables(container().path("env")))
                        .port());
        assertThat(document("Service").at("/spec/ports/0/targetPort").asString())
                .isEqualTo(container().at("/ports/0/name").asString());
        assertThat(document("Ingress")
                        .at("/spec/rules/0/http/paths/0/backend/service/port/number")
                        .asInt())
                .isEqualTo(document("Service").at("/spec/ports/0/port").asInt());
        assertThat(document("Service").at("/spec/ports/0/port").asInt()).isEqualTo(80);
    }

    @Test
    void tlsEndsAtTheIngressWithACertificateOfTheCluster() throws Exception {
        JsonNode ingress = document("Ingress");
        assertThat(ingress.at("/spec/ingressClassName").asString()).isEqualTo("nginx");
        assertThat(ingress.at("/metadata/annotations/cert-manager.io~1cluster-issuer")
                        .asString())
                .isEqualTo("letsencrypt-prod");
        assertThat(ingress.at("/spec/tls/0/secretName").asString()).isEqualTo("carbon-optimizer-tls");
        assertThat(ingress.at("/spec/rules/0/host").asString()).isEqualTo("api.carbon-optimizer.example.com");
        assertThat(ingress.at("/spec/tls/0/hosts/0")).isEqualTo(ingress.at("/spec/rules/0/host"));
    }

    @Test
    void theLabelsAgree() throws Exception {
        JsonNode labels = document("Deployment").at("/spec/template/metadata/labels");
        assertThat(document("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(document("PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(document("Service").at("/spec/selector")).isEqualTo(labels);
    }

    @Test
    void theKeyIsASecret() throws Exception {
        JsonNode key = container()
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asString().equals("EL_MAPS_API_KEY"))
                .findFirst()
                .orElseThrow();
        assertThat(key.at("/valueFrom/secretKeyRef/name").asString()).isEqualTo("carbon-optimizer-secrets");
        assertThat(key.at("/valueFrom/secretKeyRef/key").asString()).isEqualTo("el-maps-api-key");
        assertThat(key.has("value")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"startupProbe, /startupz, 2", "livenessProbe, /livez, 10", "readinessProbe, /readyz, 5"})
    void eachProbeAsksItsOwnQuestion(String probe, String path, int seconds) throws Exception {
        assertThat(container().at("/" + probe + "/httpGet/path").asString()).isEqualTo(path);
        assertThat(container().at("/" + probe + "/periodSeconds").asInt()).isEqualTo(seconds);
        assertThat(container().at("/" + probe + "/httpGet/port"))
                .isEqualTo(container().at("/ports/0/name"));
        try (RunningOptimizer service = RunningOptimizer.start()) {
            assertThat(service.get(path).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void requestsAndLimitsAreTheGuides() throws Exception {
        assertThat(container().path("resources").toString())
                .isEqualTo("{\"requests\":{\"memory\":\"512Mi\",\"cpu\":\"250m\"},"
                        + "\"limits\":{\"memory\":\"1Gi\",\"cpu\":\"500m\"}}");
    }

    @Test
    void itRunsWithoutRootAndWritesNothingButToTmp() throws Exception {
        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container().at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container().at("/volumeMounts/0/mountPath").asString()).isEqualTo("/tmp");
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
    void theServiceStartsWithItsVariablesAndBelievesTheCluster() throws Exception {
        Map<String, String> variables =
                new HashMap<>(Documents.variables(container().path("env")));
        variables.put("PORT", "0");
        assertThat(variables).containsEntry("ENVIRONMENT", "production");
        variables.put("EL_MAPS_API_KEY", "key");
        // In this test the cluster's network is this machine.
        variables.put("BREAKWATER_CALLER_TRUSTED_PROXIES", "127.0.0.0/8");
        try (RunningOptimizer service = RunningOptimizer.start(variables)) {
            assertThat(service.get(ZONES).statusCode()).isEqualTo(200);
            assertThat(service.get("/metrics/prometheus", "X-Forwarded-For", "10.1.2.3")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(service.get("/metrics/prometheus", "X-Forwarded-For", CLIENT)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void prometheusIsTold() throws Exception {
        JsonNode annotations = document("Deployment").at("/spec/template/metadata/annotations");
        assertThat(annotations.path("prometheus.io/path").asString()).isEqualTo("/metrics/prometheus");
        assertThat(annotations.path("prometheus.io/port").asString())
                .isEqualTo(container().at("/ports/0/containerPort").asString());
    }
}
