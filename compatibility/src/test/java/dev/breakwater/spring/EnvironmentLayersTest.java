/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.cors.CorsPolicy;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Spring's Environment as layers: who wins, what is said. */
class EnvironmentLayersTest {
    private static final Layer NO_DEFAULTS = Layer.builder("none").build();

    /** Sources are added below those before: the highest first, as Boot orders them. */
    private final ConfigurableEnvironment environment = empty();

    private static ConfigurableEnvironment empty() {
        return new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {}
        };
    }

    private void commandLine(String... arguments) {
        environment.getPropertySources().addLast(new SimpleCommandLinePropertySource(arguments));
    }

    private void variables(String... namesAndValues) {
        environment
                .getPropertySources()
                .addLast(new SystemEnvironmentPropertySource("systemEnvironment", map(namesAndValues)));
    }

    private void file(String name, String... namesAndValues) {
        environment.getPropertySources().addLast(new MapPropertySource(name, map(namesAndValues)));
    }

    private static Map<String, Object> map(String... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    private BreakwaterSettings settings() {
        return BreakwaterSettings.read(EnvironmentLayers.of(environment, NO_DEFAULTS));
    }

    private List<Problem> problems() {
        try {
            return settings().warnings();
        } catch (InvalidPolicyException invalid) {
            return invalid.problems();
        }
    }

    private List<String> policies() {
        return settings().rateLimit().policies().stream()
                .map(RateLimitPolicy::name)
                .toList();
    }

    @Nested
    class Precedence {

        @ParameterizedTest
        @CsvSource({"4,4", "3,3", "2,2", "1,1"})
        void theHighestSourceThatSpeaksWins(int sources, int winner) {
            if (sources >= 4) {
                commandLine("--breakwater.rate-limit.max-keys=4");
            }
            if (sources >= 3) {
                variables("BREAKWATER_RATE_LIMIT_MAX_KEYS", "3");
            }
            if (sources >= 2) {
                file("application-prod.yaml", "breakwater.rate-limit.max-keys", "2");
            }
            file("application.yaml", "breakwater.rate-limit.max-keys", "1");

            assertThat(settings().rateLimit().maxKeys()).isEqualTo(winner);
        }

        @Test
        void sourcesAddToEachOtherKeyByKey() {
            commandLine("--breakwater.service.name=cli");
            file("application.yaml", "breakwater.service.name", "file", "breakwater.service.version", "9");

            assertThat(settings().service().name()).isEqualTo("cli");
            assertThat(settings().service().version()).isEqualTo("9");
        }

        @Test
        void aListIsReplacedWholeByTheHighestThatNamesAnyOfIt() {
            commandLine(
                    "--breakwater.rate-limit.policies[0].name=cli", "--breakwater.rate-limit.policies[0].limits=1/s");
            file(
                    "application.yaml",
                    "breakwater.rate-limit.policies[0].name",
                    "file",
                    "breakwater.rate-limit.policies[0].burst",
                    "7",
                    "breakwater.rate-limit.policies[0].limits",
                    "2/s",
                    "breakwater.rate-limit.policies[1].name",
                    "second",
                    "breakwater.rate-limit.policies[1].limits",
                    "3/s");

            assertThat(policies()).containsExactly("cli");
        }

        @Test
        void variablesMaySpellKeysEitherWay() {
            variables("breakwater.service.name", "dotted", "BREAKWATER_SERVICE_VERSION", "8");

            assertThat(settings().service().name()).isEqualTo("dotted");
            assertThat(settings().service().version()).isEqualTo("8");
        }

        @Test
        void whatBootKnowsIsTheLowest() {
            file("application.yaml", "spring.application.name", "orders", "spring.application.version", "3");
            BuildProperties build = build("orders-app", "2");

            BreakwaterSettings settings =
                    BreakwaterSettings.read(EnvironmentLayers.of(environment, ServiceDefaults.of(environment, build)));
            assertThat(settings.service().name()).isEqualTo("orders");
            assertThat(settings.service().version()).isEqualTo("2");
        }

        @Test
        void thenWhatTheBuildSays() {
            BreakwaterSettings settings = BreakwaterSettings.read(
                    EnvironmentLayers.of(environment, ServiceDefaults.of(environment, build("orders-app", "2"))));
            assertThat(settings.service().name()).isEqualTo("orders-app");
            assertThat(settings.service().version()).isEqualTo("2");
        }

        @Test
        void withoutABuildTheVersionIsTheOneBootFound() {
            file("application.yaml", "spring.application.version", "3");

            BreakwaterSettings settings =
                    BreakwaterSettings.read(EnvironmentLayers.of(environment, ServiceDefaults.of(environment, null)));
            assertThat(settings.service().version()).isEqualTo("3");
        }

        @Test
        void anythingSaidOnPurposeWinsOverIt() {
            variables("SERVICE_NAME", "by-guide");
            file("application.yaml", "spring.application.name", "orders");

            BreakwaterSettings settings =
                    BreakwaterSettings.read(EnvironmentLayers.of(environment, ServiceDefaults.of(environment, null)));
            assertThat(settings.service().name()).isEqualTo("by-guide");
            assertThat(settings.service().version()).isNull();
        }

        private BuildProperties build(String artifact, String version) {
            Properties entries = new Properties();
            entries.setProperty("artifact", artifact);
            entries.setProperty("version", version);
            return new BuildProperties(entries);
        }
    }

    @Nested
    class GuideNames {

        @Test
        void standBetweenFilesAndOurOwnVariables() {
            variables(
                    "RATE_LIMIT_PER_MINUTE", "30",
                    "SERVICE_NAME", "guide",
                    "BREAKWATER_SERVICE_NAME", "own",
                    "SECURITY_ALLOWED_ORIGINS", "[\"https://a.example\"]");
            file(
                    "application.yaml",
                    "breakwater.rate-limit.policies[0].name",
                    "file",
                    "breakwater.rate-limit.policies[0].limits",
                    "2/s");

            assertThat(policies()).containsExactly("default");
            assertThat(settings().service().name()).isEqualTo("own");
            assertThat(settings().cors()).hasSize(1).first().isInstanceOf(CorsPolicy.class);
            assertThat(settings().notices())
                    .singleElement()
                    .asString()
                    .contains("RATE_LIMIT_PER_MINUTE", "replaces what application.yaml says");
        }

        @Test
        void canBeTurnedOff() {
            variables("RATE_LIMIT_PER_MINUTE", "30");
            file("application.yaml", "breakwater.guide-variables", "false");

            assertThat(policies()).isEmpty();
        }
    }

    @Nested
    class Placeholders {

        @Test
        void areResolvedFromAnywhereInTheEnvironment() {
            variables("LIMIT", "5 per minute", "BREAKWATER_SERVICE_NAME", "${app}-service");
            file(
                    "application.yaml",
                    "app",
                    "orders",
                    "breakwater.rate-limit.policies[0].name",
                    "${app}",
                    "breakwater.rate-limit.policies[0].limits",
                    "${LIMIT}",
                    "breakwater.service.version",
                    "${VERSION:none}");

            assertThat(policies()).containsExactly("orders");
            assertThat(settings().service().name()).isEqualTo("orders-service");
            assertThat(settings().service().version()).isEqualTo("none");
        }

        @Test
        void thatNobodyDefinesAreFaultsWhichShowNothingElseOfTheValue() {
            file("application.yaml", "breakwater.ops.token", "planted-${SECRET_HALF}");
            variables("BREAKWATER_SERVICE_NAME", "${app}");

            assertThat(problems())
                    .extracting(Problem::code, Problem::path, Problem::value)
                    .containsExactlyInAnyOrder(
                            tuple("BW-SPRING-003", "ops.token", "${SECRET_HALF}"),
                            tuple("BW-SPRING-003", "BREAKWATER_SERVICE_NAME", "${app}"));
            assertThatThrownBy(EnvironmentLayersTest.this::settings).hasMessageNotContaining("planted");
        }

        @Test
        void doNotMatterWhereAHigherSourceHasItsSay() {
            variables("BREAKWATER_SERVICE_NAME", "orders");
            file("application.yaml", "breakwater.service.name", "${UNDEFINED}");

            assertThat(settings().service().name()).isEqualTo("orders");
        }

        @Test
        void ofOtherPeoplesVariablesAreNoneOfOurBusiness() {
            variables("PS1", "${debian_chroot:+($debian_chroot)}\\u@\\h", "X", "${nowhere}");

            assertThat(problems()).isEmpty();
        }
    }

    @Nested
    class Messages {

        @Test
        void sayWhereAValueComesFrom() {
            file("application-prod.yaml", "breakwater.rate-limit.max-keys", "many");

            assertThat(problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.fix()).contains("application-prod.yaml"));
        }

        @Test
        void ofUnknownVariablesOnlyWarn() {
            variables("BREAKWATER_SERVICE_HOST", "10.0.0.1", "BREAKWATER_RATELIMIT_MAXKEY", "1");

            assertThat(problems()).hasSize(2).noneMatch(Problem::isError);
        }

        @Test
        void warnNotOfVariablesThatAreNotOurs() {
            variables("PATH", "/bin", "HOME", "/root", "SPRING_APPLICATION_NAME", "x");

            assertThat(problems()).isEmpty();
        }
    }

    @Nested
    class DebugInProduction {

        @Test
        void byTheSwitchIsAFault() {
            commandLine("--debug");
            variables("ENVIRONMENT", "production");

            assertThat(problems()).extracting(Problem::code).containsExactly("BW-SPRING-002");
        }

        @ParameterizedTest
        @CsvSource({"true,prod", "1,live", "yes,PRODUCTION"})
        void byAPropertyIsAFault(String debug, String where) {
            file("application.yaml", "debug", debug, "breakwater.service.environment", where);

            assertThat(problems()).extracting(Problem::code).containsExactly("BW-SPRING-002");
        }

        @ParameterizedTest
        @CsvSource({"false,prod", "0,prod", "off,prod", "true,staging", "true,''"})
        void isNothingElse(String debug, String where) {
            file("application.yaml", "debug", debug, "breakwater.service.environment", where);

            assertThat(problems()).isEmpty();
        }

        @Test
        void isNotAnEmptyVariableBesideACommandLine() {
            commandLine("--server.port=0");
            variables("DEBUG", "", "ENVIRONMENT", "production");

            assertThat(problems()).isEmpty();
        }

        @Test
        void mattersNotWhenEverythingIsOff() {
            commandLine("--debug", "--breakwater.enabled=false");
            variables("ENVIRONMENT", "production");

            assertThat(problems()).isEmpty();
        }
    }
}
