/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That what is in deploy/ agrees with the service, with itself and with the guide's numbers. */
class DeployTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode APPLICATION = yaml("src/main/resources/application.yaml");
    private static final JsonNode COMPOSE = yaml("deploy/docker-compose.yaml");
    private static final JsonNode INSTANCE = COMPOSE.at("/services/decision-api");
    private static final String NGINX = text("deploy/nginx.conf");
    private static final String UNIT = text("deploy/decision-api.service");

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException unreadable) {
            throw new AssertionError(file, unreadable);
        }
    }

    private static JsonNode yaml(String file) {
        return JSON.valueToTree(new Yaml().<Object>load(text(file)));
    }

    private static JsonNode cloudRun() {
        return yaml("deploy/cloud-run.yaml").at("/spec/template/spec");
    }

    private static JsonNode task() {
        return JSON.readTree(text("deploy/ecs-task-definition.json"));
    }

    static Stream<List<String>> variables() {
        return Stream.of(
                keys(INSTANCE.path("environment")),
                names(cloudRun().at("/containers/0/env")),
                names(task().at("/containerDefinitions/0/environment")),
                names(task().at("/containerDefinitions/0/secrets")),
                found(Pattern.compile("(?:Environment=| )([A-Z][A-Z_]+)="), UNIT),
                found(Pattern.compile("LoadCredential=([A-Z_]+):"), UNIT),
                found(Pattern.compile("(?m)^([A-Z_]+)="), text(".env.example")));
    }

    private static List<String> keys(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(entry -> names.add(entry.path("name").asString()));
        return names;
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("variables")
    void noVariableIsWrittenInVain(List<String> variables) {
        // Read by Breakwater under the names of guides, by Spring, or by DecisionConfiguration and UserConfiguration.
        Set<String> known = Set.of(
                "GEMINI_TIMEOUT",
                "DISABLE_GEMINI",
                "REDIS_URL",
                "LOG_DIR",
                "SPRING_CONFIG_IMPORT",
                "GOOGLE_API_KEY",
                "DECISION_API_KEYS",
                "GEMINI_MODEL",
                "GEMINI_TEMPERATURE",
                "GEMINI_MAX_TOKENS");
        String application = text("src/main/resources/application.yaml");
        assertThat(variables)
                .isNotEmpty()
                .allMatch(name -> known.contains(name)
                        || name.startsWith("BREAKWATER_")
                        || application.contains("${" + name + ":"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"docker-compose.yaml", "cloud-run.yaml", "ecs-task-definition.json", "decision-api.service"})
    void noSecretIsInAFileOfThese(String file) {
        String deployed = text("deploy/" + file);
        assertThat(deployed)
                .doesNotContainPattern("(?m)^\\s*(Environment=)?(GOOGLE_API_KEY|DECISION_API_KEYS)[=:] *\\w");
        assertThat(deployed).contains("GOOGLE_API_KEY", "DECISION_API_KEYS");
        assertThat(text(".gitignore")).contains(".env", "deploy/secrets/");
        assertThat(text(".env.example")).doesNotContain("API_KEY");
    }

    @Test
    void composeHasThreeInstancesOfTheGuidesSizeWithOneBudget() {
        assertThat(INSTANCE.at("/deploy/replicas").asInt()).isEqualTo(3);
        assertThat(INSTANCE.at("/deploy/resources/limits").toString())
                .isEqualTo("{\"cpus\":\"1\",\"memory\":\"512M\"}");
        assertThat(INSTANCE.at("/environment/BREAKWATER_REDIS_INSTANCES").asString())
                .isEqualTo("3");
        assertThat(INSTANCE.at("/environment/COST_LEDGER").asString()).isEqualTo("redis");
        assertThat(INSTANCE.at("/environment/BREAKWATER_CALLER_TRUSTED_PROXIES").asString())
                .isEqualTo(COMPOSE.at("/networks/front/ipam/config/0/subnet").asString());
        assertThat(INSTANCE.at("/environment/BREAKWATER_OPS_NETWORKS").asString())
                .isEqualTo(COMPOSE.at("/networks/watch/ipam/config/0/subnet").asString());
        assertThat(keys(COMPOSE.path("secrets"))).containsExactlyInAnyOrder("GOOGLE_API_KEY", "DECISION_API_KEYS");
        assertThat(INSTANCE.path("read_only").asBoolean()).isTrue();
        assertThat(INSTANCE.has("ports")).isFalse();
    }

    @Test
    void whoLeavesHasTheTimeThatQuestionsTake() {
        assertThat(INSTANCE.path("stop_grace_period").asString())
                .isEqualTo(INSTANCE.at("/environment/BREAKWATER_HEALTH_GRACE_PERIOD")
                        .asString())
                .isEqualTo(task().at("/containerDefinitions/0/stopTimeout").asInt() + "s")
                .isEqualTo(found(Pattern.compile("TimeoutStopSec=(\\d+)"), UNIT).get(0) + "s");
        int drained = seconds(
                INSTANCE.at("/environment/BREAKWATER_HEALTH_DRAIN_TIMEOUT").asString());
        assertThat(drained)
                .isGreaterThan(seconds(
                        APPLICATION.at("/breakwater/upstreams/gemini/timeout").asString()));
    }

    private static int seconds(String span) {
        return Integer.parseInt(span.substring(0, span.length() - 1));
    }

    @Test
    void nginxBalancesLimitsAndWaitsAsTheGuideAndTheServiceWant() {
        assertThat(NGINX)
                .contains("least_conn;", "rate=10r/s;", "burst=20 nodelay;", "return 301 https://")
                .contains("server decision-api:8000 resolve;")
                .contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")
                .contains("proxy_set_header X-Forwarded-Proto $scheme;")
                .doesNotContain("\n    add_header");
        assertThat(NGINX.indexOf("limit_req_zone")).isLessThan(NGINX.indexOf("server {"));
        assertThat(NGINX)
                .contains("client_max_body_size "
                        + APPLICATION
                                .at("/breakwater/request/max-body-size")
                                .asString()
                                .replace("KB", "k") + ";");
        assertThat(number("proxy_read_timeout"))
                .isGreaterThan(seconds(
                        APPLICATION.at("/breakwater/upstreams/gemini/timeout").asString()));
        assertThat(number("keepalive_timeout"))
                .isLessThan(seconds(
                        APPLICATION.at("/server/tomcat/keep-alive-timeout").asString()));
    }

    @Test
    void nginxEndsTlsAndSaysForWhomItSpeaks() {
        assertThat(NGINX)
                .contains("listen 8443 ssl;", "http2 on;", "server_name api.yourdomain.com;")
                .contains("ssl_certificate /etc/letsencrypt/live/api.yourdomain.com/fullchain.pem;")
                .contains("ssl_certificate_key /etc/letsencrypt/live/api.yourdomain.com/privkey.pem;")
                .contains("proxy_pass http://decision_api;")
                .contains("proxy_set_header Host $host;", "proxy_set_header X-Real-IP $remote_addr;");
        assertThat(COMPOSE.at("/services/nginx/ports").toString())
                .isEqualTo("[\"127.0.0.1:80:8080\",\"127.0.0.1:443:8443\"]");
    }

    private static int number(String directive) {
        return Integer.parseInt(found(Pattern.compile("\\n\\s+" + directive + " (\\d+)s;"), NGINX)
                .get(0));
    }

    @Test
    void theImageListensWhereAllOthersAsk() {
        String image = text("Dockerfile");
        assertThat(image)
                .contains(
                        "API_PORT=8000 PORT=8000",
                        "EXPOSE 8000",
                        "USER 10001:10001",
                        "dev.breakwater.health.ProbeClient");
        JsonNode container = cloudRun().at("/containers/0");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(8000);
        assertThat(container.at("/startupProbe/httpGet/path").asString()).isEqualTo("/startupz");
        assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/livez");
        assertThat(container.at("/resources/limits").toString()).isEqualTo("{\"cpu\":\"1\",\"memory\":\"512Mi\"}");
        assertThat(cloudRun().path("containerConcurrency").asInt())
                .isEqualTo(APPLICATION.at("/breakwater/overload/max-concurrent").asInt());
        assertThat(task().at("/containerDefinitions/0/portMappings/0/containerPort")
                        .asInt())
                .isEqualTo(8000);
        assertThat(task().path("memory").asString()).isEqualTo("512");
        assertThat(task().path("cpu").asString()).isEqualTo("256");
        assertThat(UNIT).contains("API_PORT=8000");
    }

    @Test
    void whatEndsIsStartedAgain() {
        assertThat(COMPOSE.path("services"))
                .allSatisfy(service ->
                        assertThat(service.path("restart").asString()).isEqualTo("unless-stopped"));
        assertThat(task().at("/containerDefinitions/0/essential").asBoolean()).isTrue();
        assertThat(UNIT)
                .contains("\nRestart=always\n", "\nWantedBy=multi-user.target\n", "\nAfter=network-online.target\n");
        for (String file : List.of("Dockerfile", "deploy/decision-api.service")) {
            assertThat(text(file)).as(file).contains("-XX:+ExitOnOutOfMemoryError");
        }
    }

    @Test
    void theImageIsBuiltInAStageOfItsOwn() {
        assertThat(text("Dockerfile"))
                .contains(" AS build\n", "\nWORKDIR /app\nCOPY --from=build /app .\n")
                .contains("ENTRYPOINT [\"java\", \"-jar\", \"/app/decision-api.jar\"]");
    }

    @Test
    void theUnitStartsTheArchiveWhereTheGuideHasIt() {
        assertThat(UNIT)
                .contains("\nDescription=Decision Intelligence API\n", "\nType=simple\n")
                .contains("\nWorkingDirectory=/opt/decision-api\n", " -jar /opt/decision-api/decision-api.jar\n")
                .contains("\nEnvironment=API_HOST=127.0.0.1 API_PORT=8000\n");
    }

    @Test
    void nobodyRunsAsRoot() {
        assertThat(text("Dockerfile")).contains("\nUSER 10001:10001\n");
        assertThat(task().at("/containerDefinitions/0/user").asString()).isEqualTo("10001:10001");
        assertThat(UNIT).contains("\nDynamicUser=yes\n", "\nNoNewPrivileges=yes\n");
    }

    @Test
    void platformsHaveTheGuidesNamesAndCounts() {
        JsonNode service = yaml("deploy/cloud-run.yaml");
        JsonNode scale = service.at("/spec/template/metadata/annotations");
        assertThat(scale.path("autoscaling.knative.dev/minScale").asString()).isEqualTo("1");
        assertThat(scale.path("autoscaling.knative.dev/maxScale").asString()).isEqualTo("10");
        assertThat(service.at("/metadata/name").asString()).isEqualTo("decision-api");
        assertThat(task().path("family").asString()).isEqualTo("decision-api");
        assertThat(task().path("requiresCompatibilities").toString()).isEqualTo("[\"FARGATE\"]");
    }

    @Test
    void theServersLimitsAreThoseOfTheGuidesServer() {
        assertThat(APPLICATION.at("/breakwater/overload/max-concurrent").asInt())
                .isEqualTo(1000);
        assertThat(APPLICATION.at("/server/tomcat/keep-alive-timeout").asString())
                .isEqualTo("5s");
    }

    @Test
    void theExampleOfVariablesHasTheGuidesValues() {
        assertThat(text(".env.example"))
                .contains("\nLOG_LEVEL=INFO\n", "\nAPI_HOST=0.0.0.0\n", "\nAPI_PORT=8000\n")
                .contains("\nGEMINI_MODEL=gemini-1.5-flash\n", "\nGEMINI_TEMPERATURE=0.2\n")
                .contains("\nGEMINI_MAX_TOKENS=500\n", "\nGEMINI_TIMEOUT=10\n", "\nDISABLE_GEMINI=false\n");
    }

    @Test
    void theExampleOfVariablesHasTheServicesDefaults() {
        String example = text(".env.example");
        String application = text("src/main/resources/application.yaml");
        Set<String> differing = new TreeSet<>();
        for (String name : List.of("DAILY_BUDGET_USD", "USER_TOKENS_PER_HOUR", "MAX_WORKERS", "API_HOST")) {
            String shown =
                    found(Pattern.compile("(?m)^" + name + "=(.*)$"), example).get(0);
            if (!application.contains("${" + name + ":" + shown + "}")) {
                differing.add(name);
            }
        }
        assertThat(differing).isEmpty();
    }
}
