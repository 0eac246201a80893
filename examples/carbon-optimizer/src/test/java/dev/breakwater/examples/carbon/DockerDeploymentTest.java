/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.ZONES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The guide's chapter "Docker Deployment", and nginx before it. */
class DockerDeploymentTest {
    @Nested
    class TheImage {
        @Test
        void runsWithoutRootOnThePortOfTheService() throws Exception {
            List<String> lines = Documents.text("Dockerfile").lines().toList();
            assertThat(lines)
                    .contains("USER 10001:10001")
                    .contains("EXPOSE 5000")
                    .contains("ENV PORT=5000 ENVIRONMENT=production JAVA_TOOL_OPTIONS=\"-XX:MaxRAMPercentage=75"
                            + " -XX:+ExitOnOutOfMemoryError\"")
                    .contains("FROM eclipse-temurin:17-jre")
                    .contains("ENTRYPOINT [\"java\", \"-jar\", \"/app/carbon-optimizer.jar\"]");
            assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).hasSize(2);
        }

        @Test
        void isCheckedWithoutCurl() throws Exception {
            assertThat(Documents.text("Dockerfile"))
                    .contains("CMD [\"java\", \"-cp\", \"/app/carbon-optimizer.jar\","
                            + " \"dev.breakwater.health.ProbeClient\"]")
                    .doesNotContain("curl");
        }
    }

    @Nested
    class Compose {
        private static JsonNode service() throws Exception {
            return Documents.yaml("deploy/docker-compose.yaml").get(0).at("/services/carbon-optimizer");
        }

        @Test
        void threeReplicasHaveAPortEach() throws Exception {
            assertThat(service().at("/ports/0").asString()).isEqualTo("127.0.0.1:5000-5002:5000");
            assertThat(service().at("/environment/PORT").asString()).isEqualTo("5000");
            assertThat(service().has("container_name")).isFalse();
        }

        @Test
        void theKeyIsInAFileBeside() throws Exception {
            assertThat(service().path("env_file").asString()).isEqualTo(".env");
            assertThat(service().path("environment").has("EL_MAPS_API_KEY")).isFalse();
        }

        @Test
        void theReplicasShareARedis() throws Exception {
            assertThat(service().at("/environment/REDIS_URL").asString()).isEqualTo("redis://redis:6379/0");
            assertThat(Documents.yaml("deploy/docker-compose.yaml")
                            .get(0)
                            .at("/services/redis/image")
                            .asString())
                    .startsWith("redis:");
        }

        @Test
        void itIsRestartedAndWritesNothingButToTmp() throws Exception {
            assertThat(service().path("restart").asString()).isEqualTo("unless-stopped");
            assertThat(service().path("read_only").asBoolean()).isTrue();
            assertThat(service().path("tmpfs").asString()).isEqualTo("/tmp");
        }

        @Test
        void theServiceStartsWithItsVariables() throws Exception {
            Map<String, String> variables = Map.of(
                    "EL_MAPS_API_KEY",
                    "key",
                    "ENVIRONMENT",
                    service().at("/environment/ENVIRONMENT").asString(),
                    "REDIS_URL",
                    service().at("/environment/REDIS_URL").asString(),
                    "BREAKWATER_CALLER_TRUSTED_PROXIES",
                    service()
                            .at("/environment/BREAKWATER_CALLER_TRUSTED_PROXIES")
                            .asString());
            try (RunningOptimizer service = RunningOptimizer.start(variables)) {
                assertThat(service.get(ZONES).statusCode()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Nginx {
        @Test
        void endsTlsAndTellsForWhomItSpeaks() throws Exception {
            assertThat(Documents.text("deploy/nginx.conf"))
                    .contains("listen 443 ssl", "http2 on;", "server_name api.carbon-optimizer.com;")
                    .contains("ssl_certificate /etc/ssl/certs/cert.pem;")
                    .contains("ssl_certificate_key /etc/ssl/private/key.pem;")
                    .contains("ssl_ciphers HIGH:!aNULL:!MD5;")
                    .contains("return 308 https://$host$request_uri;")
                    .contains("ssl_protocols TLSv1.2 TLSv1.3;")
                    .contains("server 127.0.0.1:5000;")
                    .contains("proxy_set_header Host $host;")
                    .contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
                    .contains("proxy_set_header X-Forwarded-Proto $scheme;");
        }
    }
}
