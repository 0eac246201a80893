/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.MEALS;
import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static dev.breakwater.examples.shopping.RunningOptimizer.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.examples.shopping.standin.StandIn.Mode;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.upstream.CacheStore;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide's chapter "Production Configuration". */
class ConfigurationTest {
    private static final Map<String, String> PRODUCTION = Map.of("ENVIRONMENT", "production");

    @Nested
    class Environment {
        @Test
        void thePortIsTheGuidesUnlessTheEnvironmentSaysAnother() {
            assertThat(Settings.of(Map.of()).port()).isEqualTo(3000);
            assertThat(Settings.of(Map.of("PORT", "8080")).port()).isEqualTo(8080);
        }

        @Test
        void aPortThatIsTakenIsAFault() {
            String taken = Integer.toString(RunningOptimizer.shared().port());
            assertThatThrownBy(() -> RunningOptimizer.start(Map.of("PORT", taken)))
                    .hasStackTraceContaining("BindException");
        }

        @Test
        void withKeysTheRealApisAreAskedAndInProductionBothAreRequired() {
            Settings settings = Settings.of(Map.of("SALLING_GROUP_API_KEY", " key ", "GOOGLE_API_KEY", "other"));
            assertThat(settings.salling().url()).hasToString("https://api.sallinggroup.com");
            assertThat(settings.salling().key()).isEqualTo("key");
            assertThat(settings.google().url()).hasToString("https://generativelanguage.googleapis.com");
            assertThat(settings.with(null, null)).isEqualTo(settings);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Settings.of(PRODUCTION))
                    .withMessageContaining("SALLING_GROUP_API_KEY")
                    .withMessageContaining("GOOGLE_API_KEY");
        }

        @Test
        void whatAuthenticatesIsNoPartOfWhereAnApiIs() {
            assertThat(Settings.of(Map.of("GOOGLE_URL", "https://user:secret@proxy.example:8443/google"))
                            .google()
                            .origin())
                    .isEqualTo("https://proxy.example:8443");
            assertThat(Settings.of(Map.of()).salling().origin()).isEqualTo("https://api.sallinggroup.com");
        }

        @Test
        void withoutTheModelItsKeyIsNotRequired() {
            assertThat(Settings.of(Map.of(
                                    "ENVIRONMENT", "production",
                                    "SALLING_GROUP_API_KEY", "key",
                                    "ENABLE_AI_MEAL_SUGGESTIONS", "false"))
                            .asksModel())
                    .isFalse();
        }

        @Test
        void debugInProductionDoesNotStart() {
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> RunningOptimizer.start(Map.of(
                            "ENVIRONMENT", "production",
                            "DEBUG", "true",
                            "SALLING_GROUP_API_KEY", "key",
                            "GOOGLE_API_KEY", "key")))
                    .withMessageContaining("BW-CONF-013");
        }

        @ParameterizedTest
        @CsvSource({"PORT, http", "PORT, 65536", "ENABLE_AI_MEAL_SUGGESTIONS, perhaps", "GOOGLE_URL, google"})
        void whatCannotBeReadIsNamed(String name, String value) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Settings.of(Map.of(name, value)))
                    .withMessageContaining(name + ": ")
                    .withMessageContaining("expected");
        }

        @Test
        void theExampleOfAFileStarts() throws Exception {
            Map<String, String> variables = new TreeMap<>();
            Documents.text(".env.example")
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .forEach(pair -> variables.put(pair[0], pair[1]));
            variables.put("PORT", "0");
            try (RunningOptimizer service = RunningOptimizer.start(variables)) {
                assertThat(service.get(OFFERS + "8000").statusCode()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Performance {
        @Test
        void theGuidesNumbersGuardBothUpstreams() {
            Map<String, String> environment = Map.of("MAX_CONCURRENT_REQUESTS", "3", "API_TIMEOUT_SECONDS", "1");
            try (RunningOptimizer service = RunningOptimizer.startInRealTime(environment)) {
                service.gemini().answer(Mode.HANGING);
                List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 8)
                        .mapToObj(i -> service.posting(MEALS, "{\"zip\":\"8000\"}"))
                        .toList();
                // All of them ask the same, so caching would let them share one call.
                assertThat(asked)
                        .allMatch(answer -> said(answer.join(), "/source").equals("rules"));
                assertThat(service.gemini().calls()).isBetween(1, 3);
                assertThat(service.upstream(Salling.UPSTREAM).state().maxConcurrent())
                        .isEqualTo(3);
            }
        }

        @Test
        void withoutCachingEveryQuestionIsAsked() {
            try (RunningOptimizer service = RunningOptimizer.start(Map.of("ENABLE_CACHING", "false"))) {
                service.get(OFFERS + "8000");
                service.get(OFFERS + "8000");
                assertThat(service.salling().calls()).isEqualTo(2);
            }
        }
    }

    @Nested
    class Sharing {
        private static final Map<String, String> REDIS = Map.of("REDIS_URL", "redis://redis-host:6379/0");

        private static void assertStores(
                CacheStore salling, CacheStore gemini, Map<String, String> environment, String... arguments) {
            UpstreamSettings upstreams = BreakwaterSettings.read(ShoppingOptimizer.layers(
                            new Options(environment, List.of(arguments), new MovableTime(), (level, line) -> {})))
                    .upstreams();
            assertThat(List.of(upstreams.policy(Salling.UPSTREAM), upstreams.policy(Meals.UPSTREAM)))
                    .extracting("cacheStore")
                    .containsExactly(salling, gemini);
        }

        @Test
        void isWhatARedisIsFor() {
            assertStores(CacheStore.MEMORY, CacheStore.MEMORY, Map.of());
            assertStores(CacheStore.REDIS, CacheStore.REDIS, REDIS);
        }

        @Test
        void endsWhereEnvironmentOrCommandLineSaySo() {
            Map<String, String> environment = new TreeMap<>(REDIS);
            environment.put("BREAKWATER_UPSTREAMS_SALLING_CACHE_STORE", "memory");
            assertStores(CacheStore.MEMORY, CacheStore.REDIS, environment);
            String argument = "--breakwater.upstreams.gemini.cache.store=memory";
            assertStores(CacheStore.REDIS, CacheStore.MEMORY, REDIS, argument);
        }
    }

    @Nested
    class FeatureFlags {
        @Test
        void withoutTheModelRulesSuggestMealsAndMetricsAreNotThere() {
            Map<String, String> environment = Map.of("ENABLE_AI_MEAL_SUGGESTIONS", "false", "ENABLE_METRICS", "false");
            try (RunningOptimizer service = RunningOptimizer.start(environment)) {
                HttpResponse<String> meal = service.post(MEALS, "{\"zip\":\"8000\"}");
                assertThat(said(meal, "/source")).isEqualTo("rules");
                assertThat(said(meal, "/title")).isEqualTo("Chicken breast 500 g with Vegetable mix 750 g");
                assertThat(service.gemini().calls()).isZero();
                for (String path : List.of("/metrics", "/metrics/prometheus", "/metrics/summary")) {
                    assertThat(service.local(path).statusCode()).isEqualTo(404);
                }
            }
        }
    }

    @Nested
    class Logging {
        @Test
        void levelAndFormatAreTheGuides() {
            Map<String, String> environment = Map.of("LOG_FORMAT", "text", "LOG_LEVEL", "WARNING");
            try (RunningOptimizer service = RunningOptimizer.start(environment)) {
                service.get(OFFERS + "8000");
                service.get("/api/v1/nothing");
                assertThat(service.events()).noneMatch(line -> line.startsWith("{"));
                assertThat(service.events()).noneMatch(line -> line.contains("/api/v1/offers"));
            }
        }
    }
}
