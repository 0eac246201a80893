/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.CPV;
import static dev.breakwater.examples.bouvet.RunningRadar.NOTICES;
import static dev.breakwater.examples.bouvet.RunningRadar.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.bouvet.standin.DoffinStandIn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "Deployment Options": what each platform is told, and that the service starts with it. */
class DeploymentOptionsTest {
    private static final String KEY = "DOFFIN_API_KEY";

    /** Starts as there, but on a free port, and with Doffin on this machine. */
    private static void startsWith(Map<String, String> variables) {
        try (DoffinStandIn doffin = new DoffinStandIn(new MovableTime())) {
            Map<String, String> here = new HashMap<>(variables);
            here.put("PORT", "0");
            here.put(KEY, "key");
            here.put("DOFFIN_URL", doffin.url().toString());
            try (RunningRadar service = RunningRadar.start(here)) {
                assertThat(said(service.get(NOTICES), "/source")).isEqualTo("doffin");
            }
        }
    }

    @Nested
    class LocalDevelopment {
        @Test
        void isOnPort8080WithoutAKeyOrANetwork() {
            assertThat(Settings.of(Map.of()).port()).isEqualTo(8080);
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.get(NOTICES).statusCode()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Container {
        @Test
        void runsWithoutRootAndIsCheckedWithoutCurl() throws Exception {
            List<String> lines = Documents.text("Dockerfile").lines().toList();
            assertThat(lines)
                    .contains("USER 10001:10001")
                    .contains("EXPOSE 8080")
                    .contains("    CMD [\"java\", \"-cp\", \"/app/bouvet-radar.jar\","
                            + " \"dev.breakwater.health.ProbeClient\"]")
                    .contains("ENTRYPOINT [\"java\", \"-jar\", \"/app/bouvet-radar.jar\"]");
            assertThat(Documents.text("Dockerfile")).contains("ENVIRONMENT=production");
        }

        @Test
        void theProbeTellsWhetherItIsWell() {
            int port;
            try (RunningRadar service = RunningRadar.start()) {
                port = service.port();
                assertThat(Probe.status(port)).isZero();
            }
            assertThat(Probe.status(1)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"api", "front-end"})
        void composeRunsItReadOnlyAndWithoutPrivileges(String name) throws Exception {
            JsonNode service =
                    Documents.yaml("deploy/docker-compose.yaml").get(0).at("/services/" + name);
            JsonNode hardened = service.path("<<"); // what both are made of
            assertThat(hardened.path("read_only").asBoolean()).isTrue();
            assertThat(hardened.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(service.path("environment").has(KEY)).isFalse();
        }

        @Test
        void theServiceStartsWithComposesVariables() throws Exception {
            Map<String, String> variables = new HashMap<>();
            Documents.yaml("deploy/docker-compose.yaml")
                    .get(0)
                    .at("/services/api/environment")
                    .properties()
                    .forEach(variable ->
                            variables.put(variable.getKey(), variable.getValue().asString()));
            assertThat(variables).containsEntry("ENVIRONMENT", "production");
            startsWith(variables);
        }
    }

    @Nested
    class Kubernetes {
        private static List<JsonNode> deployments() throws Exception {
            return Documents.yaml("deploy/kubernetes.yaml").stream()
                    .filter(document -> document.path("kind").asString().equals("Deployment"))
                    .toList();
        }

        private static JsonNode container(JsonNode deployment) {
            return deployment.at("/spec/template/spec/containers/0");
        }

        @Test
        void serviceAndFrontEndAreTwoDeploymentsOfOneImage() throws Exception {
            assertThat(deployments())
                    .hasSize(2)
                    .allMatch(deployment ->
                            container(deployment).path("image").asString().endsWith("/bouvet-radar:1.0.0"));
            assertThat(container(deployments().get(1)).path("args").toString()).isEqualTo("[\"--front-end\"]");
        }

        @Test
        void twoOfEachRunAndNoUpdateTakesOneAway() throws Exception {
            assertThat(deployments())
                    .allMatch(deployment -> deployment.at("/spec/replicas").asInt() == 2)
                    .allMatch(deployment -> deployment
                                    .at("/spec/strategy/rollingUpdate/maxUnavailable")
                                    .asInt(-1)
                            == 0);
        }

        @Test
        void theKeyIsASecret() throws Exception {
            for (JsonNode variable : container(deployments().get(0)).path("env")) {
                if (variable.path("name").asString().equals(KEY)) {
                    assertThat(variable.has("value")).isFalse();
                    assertThat(variable.at("/valueFrom/secretKeyRef/name").asString())
                            .isEqualTo("bouvet-radar-secrets");
                }
            }
            startsWith(Documents.variables(container(deployments().get(0)).path("env")));
        }

        @Test
        void probesAskWhatTheServiceAnswers() throws Exception {
            try (RunningRadar service = RunningRadar.start()) {
                for (JsonNode deployment : deployments()) {
                    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                        String path = container(deployment)
                                .at('/' + probe + "/httpGet/path")
                                .asString();
                        assertThat(service.get(path).statusCode()).as(path).isEqualTo(200);
                    }
                }
            }
        }

        @Test
        void noHookIsNeededAndTheDrainFitsTheGracePeriod() throws Exception {
            for (JsonNode deployment : deployments()) {
                assertThat(container(deployment).has("lifecycle")).isFalse();
                // drain-delay and drain-timeout are 5 s and 20 s unless something is said about them.
                assertThat(deployment
                                .at("/spec/template/spec/terminationGracePeriodSeconds")
                                .asInt())
                        .isGreaterThan(5 + 20);
                assertThat(Documents.variables(container(deployment).path("env"))
                                .keySet())
                        .noneMatch(name -> name.contains("DRAIN"));
            }
            assertThat(Documents.text("src/main/resources/breakwater.yaml")).doesNotContain("drain");
        }

        @Test
        void everythingIsLimitedAndNothingIsRoot() throws Exception {
            for (JsonNode deployment : deployments()) {
                JsonNode container = container(deployment);
                assertThat(container.at("/resources/limits/memory").asString()).isNotEmpty();
                assertThat(container.at("/resources/limits/cpu").asString()).isNotEmpty();
                assertThat(container
                                .at("/securityContext/readOnlyRootFilesystem")
                                .asBoolean())
                        .isTrue();
                assertThat(deployment
                                .at("/spec/template/spec/securityContext/runAsNonRoot")
                                .asBoolean())
                        .isTrue();
            }
        }

        @Test
        void onlyTheIngressAndPrometheusReachTheService() throws Exception {
            assertThat(Documents.yaml("deploy/kubernetes.yaml"))
                    .filteredOn(document -> document.path("kind").asString().equals("NetworkPolicy"))
                    .singleElement()
                    .matches(policy -> policy.at("/spec/podSelector/matchLabels/app")
                            .asString()
                            .equals("bouvet-radar"))
                    .extracting(policy -> policy.at("/spec/ingress/0/from").toString())
                    .asString()
                    .containsOnlyOnce("\"ingress-nginx\"")
                    .containsOnlyOnce("\"monitoring\"")
                    .doesNotContain("ipBlock", "{}");
            assertThat(Documents.yaml("deploy/kubernetes.yaml"))
                    .filteredOn(document -> document.path("kind").asString().equals("Service"))
                    .noneMatch(service -> service.at("/spec").has("type")); // which makes them the cluster's own
        }

        @Test
        void tlsEndsAtTheIngress() throws Exception {
            assertThat(Documents.yaml("deploy/kubernetes.yaml"))
                    .filteredOn(document -> document.path("kind").asString().equals("Ingress"))
                    .hasSize(2)
                    .allMatch(ingress -> ingress.at("/spec/tls/0/secretName").isString());
        }
    }

    @Nested
    class CloudPlatforms {
        @Test
        void azureAppServiceTakesTheKeyFromTheKeyVault() throws Exception {
            Map<String, String> variables = Documents.variables(Documents.json("deploy/azure-app-service.json"));
            assertThat(variables.get(KEY)).startsWith("@Microsoft.KeyVault(");
            startsWith(variables);
        }

        @Test
        void azureNamesTheClientsPortToo() {
            try (RunningRadar service = RunningRadar.start()) {
                assertThat(service.eventOf(service.get(CPV, "X-Forwarded-For", "203.0.113.5:51234")))
                        .contains("\"client.address\":\"203.0.113.5\"");
            }
        }

        @Test
        void cloudRunTakesItFromTheSecretManager() throws Exception {
            JsonNode container = Documents.yaml("deploy/cloud-run.yaml").get(0).at("/spec/template/spec/containers/0");
            Map<String, String> variables = Documents.variables(container.path("env"));
            assertThat(variables).containsEntry(KEY, "(elsewhere)");
            startsWith(variables);
        }

        @Test
        void theDrainFitsTheTenSecondsThatCloudRunWaits() throws Exception {
            JsonNode container = Documents.yaml("deploy/cloud-run.yaml").get(0).at("/spec/template/spec/containers/0");
            assertThat(Documents.variables(container.path("env")))
                    .containsEntry("BREAKWATER_HEALTH_GRACE_PERIOD", "10s")
                    .containsEntry("BREAKWATER_HEALTH_DRAIN_DELAY", "1s")
                    .containsEntry("BREAKWATER_HEALTH_DRAIN_TIMEOUT", "8s");
        }

        @Test
        void azureWaitsAsLongAsTheDrainMayTake() throws Exception {
            assertThat(Documents.variables(Documents.json("deploy/azure-app-service.json")))
                    .containsEntry("WEBSITES_CONTAINER_STOP_TIME_LIMIT", "30");
        }

        @Test
        void elasticBeanstalkAndHerokuRunTheSameImage() throws Exception {
            assertThat(Documents.json("deploy/Dockerrun.aws.json")
                            .at("/Ports/0/ContainerPort")
                            .asInt())
                    .isEqualTo(Settings.of(Map.of()).port());
            assertThat(Documents.yaml("deploy/heroku.yml")
                            .get(0)
                            .at("/build/docker/web")
                            .asString())
                    .isEqualTo("examples/bouvet-radar/Dockerfile");
        }
    }
}
