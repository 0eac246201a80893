/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import static dev.breakwater.examples.carbon.RunningOptimizer.INTENSITY;
import static dev.breakwater.examples.carbon.RunningOptimizer.ZONES;
import static dev.breakwater.examples.carbon.RunningOptimizer.header;
import static dev.breakwater.examples.carbon.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.upstream.CacheStore;
import dev.breakwater.upstream.UpstreamPolicy;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The guide's chapters "Configuration" and "Scaling Recommendations". */
class ConfigurationTest {
    @Nested
    class EnvironmentVariables {
        @Test
        void withAKeyTheRealServiceIsAsked() {
            Settings settings = Settings.of(Map.of("EL_MAPS_API_KEY", " key "));
            assertThat(settings.mapsUrl()).hasToString("https://api.electricitymaps.com");
            assertThat(settings.mapsKey()).isEqualTo("key");
        }

        @Test
        void whatAuthenticatesIsNoPartOfWhereTheServiceIs() {
            assertThat(Settings.of(Map.of("EL_MAPS_URL", "https://user:secret@proxy.example:8443/maps"))
                            .mapsOrigin())
                    .isEqualTo("https://proxy.example:8443");
        }

        @Test
        void theKeyGoesAlongWithEveryCall() {
            try (ElectricityMapsStandIn maps = new ElectricityMapsStandIn(new MovableTime());
                    RunningOptimizer service = RunningOptimizer.start(Map.of(
                            "EL_MAPS_API_KEY",
                            "key-of-ours",
                            "EL_MAPS_URL",
                            maps.url().toString()))) {
                assertThat(said(service.get(INTENSITY + "DE"), "/source")).isEqualTo("electricity-maps");
                assertThat(maps.lastToken()).isEqualTo("key-of-ours");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"production", "prod", "Live"})
        void inProductionTheKeyIsRequired(String environment) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RunningOptimizer.start(Map.of("ENVIRONMENT", environment)))
                    .withMessageStartingWith("EL_MAPS_API_KEY: missing");
        }

        @Test
        void withoutAKeyTheStandInAnswers() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                service.get(INTENSITY + "DE");
                assertThat(service.maps().calls()).isEqualTo(1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"production", "prod", "live"})
        void debugInProductionDoesNotStart(String environment) {
            Assertions.assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> RunningOptimizer.start(
                            Map.of("ENVIRONMENT", environment, "DEBUG", "1", "EL_MAPS_API_KEY", "key")))
                    .withMessageContaining("BW-CONF-013")
                    .withMessageContaining("DEBUG");
        }

        @Test
        void debugIsOffInProduction() {
            Map<String, String> environment =
                    Map.of("ENVIRONMENT", "production", "DEBUG", "0", "EL_MAPS_API_KEY", "key");
            try (RunningOptimizer service = RunningOptimizer.start(environment)) {
                assertThat(service.get(ZONES).statusCode()).isEqualTo(200);
            }
        }

        @Test
        void allThatIsWrongIsSaidAtOnce() {
            Assertions.assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> RunningOptimizer.start(
                            "--breakwater.upstreams.electricity-maps.attempts=many",
                            "--breakwater.ops.networks=everybody"))
                    .withMessageContaining("many")
                    .withMessageContaining("everybody");
        }

        @ParameterizedTest
        @CsvSource({
            "PORT, http",
            "PORT, 65536",
            "PORT, -1",
            "GUNICORN_WORKERS, 0",
            "GUNICORN_THREADS, two",
            "EL_MAPS_URL, maps"
        })
        void whatCannotBeReadIsNamed(String name, String value) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Settings.of(Map.of(name, value)))
                    .withMessageStartingWith(name + ": ")
                    .withMessageContaining("expected");
        }
    }

    @Nested
    class Sharing {
        private static final Map<String, String> REDIS = Map.of("REDIS_URL", "redis://redis-host:6379/0");
        private static final String STORE = "--breakwater.upstreams.electricity-maps.cache.store=";

        private static void assertStore(CacheStore expected, Map<String, String> environment, String... arguments) {
            UpstreamPolicy policy = BreakwaterSettings.read(CarbonOptimizer.layers(
                            new Options(environment, List.of(arguments), new MovableTime(), (level, line) -> {})))
                    .upstreams()
                    .policy(ElectricityMaps.UPSTREAM);
            assertThat(policy).extracting("cacheStore").isEqualTo(expected);
        }

        @Test
        void isWhatARedisIsForUnlessTheCommandLineSaysOtherwise() {
            assertStore(CacheStore.MEMORY, Map.of());
            assertStore(CacheStore.REDIS, REDIS);
            assertStore(CacheStore.MEMORY, REDIS, STORE + "memory");
        }
    }

    @Nested
    class WorkersAndThreads {
        @ParameterizedTest
        @CsvSource({", , 200", "4, , 8", ", 4, 16", "12, 4, 48"})
        void becomeThreads(String workers, String threads, int expected) {
            Map<String, String> environment = new HashMap<>();
            environment.put("GUNICORN_WORKERS", workers);
            environment.put("GUNICORN_THREADS", threads);
            environment.values().removeIf(value -> value == null);
            assertThat(Settings.of(environment).threads()).isEqualTo(expected);
        }

        @Test
        void fewThreadsServeManyRequests() {
            Map<String, String> environment = Map.of("GUNICORN_WORKERS", "1", "GUNICORN_THREADS", "1");
            try (RunningOptimizer service = RunningOptimizer.start(environment)) {
                var asked = IntStream.range(0, 30)
                        .mapToObj(i -> service.sending("GET", ZONES, ""))
                        .toList();
                assertThat(asked).allMatch(answer -> answer.join().statusCode() == 200);
            }
        }
    }

    /** What the guide gives Gunicorn, as the Tomcat that runs has it. */
    @Nested
    class TomcatsSettings {
        private static Object attribute(int port, String name) throws Exception {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName pool : beans.queryNames(new ObjectName("*:type=ThreadPool,name=*"), null)) {
                if (beans.getAttribute(pool, "localPort").equals(port)) {
                    return beans.getAttribute(pool, name);
                }
            }
            throw new AssertionError("no pool of port " + port);
        }

        @ParameterizedTest
        @CsvSource({"maxConnections, 1000", "keepAliveTimeout, 5000", "maxThreads, 8"})
        void areTheGuides(String name, int value) throws Exception {
            try (RunningOptimizer service = RunningOptimizer.start(Map.of("GUNICORN_WORKERS", "4"))) {
                assertThat(attribute(service.port(), name)).isEqualTo(value);
            }
        }

        @Test
        void aRequestMayTakeThirtySecondsAndThenTheServiceSaysSo() throws Exception {
            JsonNode request =
                    Documents.yaml("src/main/resources/breakwater.yaml").get(0).at("/breakwater/request");
            assertThat(request.path("timeout").asString()).isEqualTo("30s");
            try (RunningOptimizer slow =
                    RunningOptimizer.startInRealTime(Map.of(), "--breakwater.request.timeout=300ms")) {
                slow.maps().answer(ElectricityMapsStandIn.Mode.HANGING);
                HttpResponse<String> answer = slow.get(INTENSITY + "DE");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
            }
        }
    }

    @Nested
    class Port {
        @Test
        void isTheGuidesUnlessTheEnvironmentSaysAnother() {
            assertThat(Settings.of(Map.of()).port()).isEqualTo(5000);
            assertThat(Settings.of(Map.of("PORT", "8080")).port()).isEqualTo(8080);
        }

        @Test
        void thatIsTakenIsAFault() {
            try (RunningOptimizer service = RunningOptimizer.start()) {
                String taken = Integer.toString(service.port());
                Assertions.assertThatThrownBy(() -> RunningOptimizer.start(Map.of("PORT", taken)))
                        .hasStackTraceContaining("BindException");
            }
        }
    }
}
