/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.ZONES;
import static dev.breakwater.examples.carbon.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "AWS Deployment (ECS)": the task definition, and what the load balancer expects. */
class AwsDeploymentTest {
    private static JsonNode container() throws IOException {
        return Documents.json("deploy/ecs-task-definition.json").at("/containerDefinitions/0");
    }

    @Test
    void theContainersPortIsTheOneTheServiceListensOn() throws Exception {
        int port = container().at("/portMappings/0/containerPort").asInt();
        assertThat(Documents.variables(container().path("environment"))).containsEntry("PORT", Integer.toString(port));
        assertThat(Settings.of(Map.of()).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "/family, carbon-optimizer",
        "/networkMode, awsvpc",
        "/requiresCompatibilities/0, FARGATE",
        "/cpu, 512",
        "/memory, 1024",
        "/containerDefinitions/0/name, carbon-optimizer",
        "/containerDefinitions/0/logConfiguration/logDriver, awslogs",
        "/containerDefinitions/0/logConfiguration/options/awslogs-group, /ecs/carbon-optimizer",
        "/containerDefinitions/0/logConfiguration/options/awslogs-stream-prefix, ecs",
        "/containerDefinitions/0/healthCheck/interval, 30",
        "/containerDefinitions/0/healthCheck/timeout, 5",
        "/containerDefinitions/0/healthCheck/retries, 3",
        "/containerDefinitions/0/healthCheck/startPeriod, 60"
    })
    void theTaskIsTheGuides(String where, String value) throws Exception {
        assertThat(Documents.json("deploy/ecs-task-definition.json").at(where).asString())
                .isEqualTo(value);
    }

    @Test
    void theKeyComesFromTheSecretsManagerOnly() throws Exception {
        assertThat(Documents.variables(container().path("secrets"))).containsOnlyKeys("EL_MAPS_API_KEY");
        assertThat(Documents.variables(container().path("environment"))).doesNotContainKey("EL_MAPS_API_KEY");
    }

    @Test
    void theServiceStartsWithItsVariables() throws Exception {
        Map<String, String> variables =
                new HashMap<>(Documents.variables(container().path("environment")));
        assertThat(variables).containsEntry("ENVIRONMENT", "production");
        variables.put("PORT", "0");
        variables.put("EL_MAPS_API_KEY", "key");
        try (RunningOptimizer service = RunningOptimizer.start(variables)) {
            assertThat(service.get(ZONES).statusCode()).isEqualTo(200);
            assertThat(service.preflight(ZONES, "https://yourdomain.com", "POST")
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void itRunsWithoutRootAndWritesNothingButToTmp() throws Exception {
        assertThat(container().path("user").asString()).startsWith("10001");
        assertThat(container().path("readonlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container().at("/mountPoints/0/containerPath").asString()).isEqualTo("/tmp");
    }

    @Test
    void theHealthCheckNeedsNoCurl() throws Exception {
        assertThat(container().at("/healthCheck/command").toString())
                .isEqualTo(
                        "[\"CMD\",\"java\",\"-cp\",\"/app/carbon-optimizer.jar\",\"dev.breakwater.health.ProbeClient\"]");
        int port;
        try (RunningOptimizer service = RunningOptimizer.start()) {
            port = service.port();
            assertThat(Probe.status(port)).isZero();
        }
        assertThat(Probe.status(port)).isEqualTo(1);
    }

    @Test
    void theLoadBalancersHealthCheckIsAnswered() {
        try (RunningOptimizer service = RunningOptimizer.start()) {
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            assertThat(said(service.get("/health"), "/status")).isEqualTo("UP");
        }
    }

    @Test
    void whatRunsMayEndBeforeTheTaskIsKilled() throws Exception {
        // drain-delay and drain-timeout
        assertThat(container().path("stopTimeout").asInt()).isGreaterThan(5 + 20);
    }
}
