/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.CPV;
import static dev.breakwater.examples.bouvet.RunningRadar.NOTICES;
import static dev.breakwater.examples.bouvet.RunningRadar.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import dev.breakwater.examples.bouvet.standin.DoffinStandIn;
import dev.breakwater.policy.InvalidPolicyException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's chapter "Configuration Management". */
class ConfigurationTest {
    @Nested
    class DoffinApiKey {
        @ParameterizedTest
        @ValueSource(strings = {"production", "prod", "Live"})
        void isRequiredInProduction(String environment) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RunningRadar.start(Map.of("ENVIRONMENT", environment)))
                    .withMessageStartingWith("DOFFIN_API_KEY: missing");
        }

        @Test
        void elsewhereStandInsAnswerWithoutIt() {
            try (RunningRadar service = RunningRadar.start(Map.of("ENVIRONMENT", "development"))) {
                assertThat(said(service.get(NOTICES), "/source")).isEqualTo("doffin");
                assertThat(service.doffin().calls()).isEqualTo(1);
            }
        }

        @Test
        void withItTheRealServicesAreAsked() {
            Settings settings = Settings.of(Map.of("DOFFIN_API_KEY", " key "));
            assertThat(settings.doffin()).hasToString("https://api.doffin.no/public");
            assertThat(settings.klass()).hasToString("https://data.ssb.no/api/klass");
            assertThat(settings.key()).isEqualTo("key");
        }

        @Test
        void itGoesAlongWithEverySearch() {
            try (DoffinStandIn doffin = new DoffinStandIn(new MovableTime());
                    RunningRadar service = RunningRadar.start(Map.of(
                            "ENVIRONMENT",
                            "production",
                            "DOFFIN_API_KEY",
                            "key-of-ours",
                            "DOFFIN_URL",
                            doffin.url().toString()))) {
                assertThat(said(service.get(NOTICES), "/source")).isEqualTo("doffin");
                assertThat(doffin.lastKey()).isEqualTo("key-of-ours");
            }
        }
    }

    @Nested
    class EnvironmentMode {
        @Test
        void flaskEnvIsTheGuidesNameForIt() {
            assertThat(Settings.understood(Map.of("FLASK_ENV", "production", "FLASK_DEBUG", "0")))
                    .containsEntry("ENVIRONMENT", "production")
                    .containsEntry("DEBUG", "0")
                    .hasSize(2);
        }

        @Test
        void twoNamesThatDisagreeAreAFault() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Settings.understood(Map.of("FLASK_ENV", "production", "ENVIRONMENT", "staging")))
                    .withMessage("FLASK_ENV: production (expected: the same as ENVIRONMENT, or one of the two alone)");
        }

        @Test
        void itIsShownInEveryEvent() {
            try (RunningRadar service = RunningRadar.start(Map.of("FLASK_ENV", "staging"))) {
                assertThat(service.eventOf(service.get(CPV))).contains("\"deployment.environment.name\":\"staging\"");
            }
        }
    }

    @Nested
    class DebugMode {
        @ParameterizedTest
        @CsvSource({
            "ENVIRONMENT, production, DEBUG, 1",
            "FLASK_ENV, production, FLASK_DEBUG, true",
            "ENVIRONMENT, live, DEBUG, yes"
        })
        void doesNotStartInProduction(String name, String environment, String debug, String value) {
            Map<String, String> variables = Map.of(name, environment, debug, value, "DOFFIN_API_KEY", "key");
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> RunningRadar.start(variables))
                    .withMessageContaining("BW-CONF-013");
        }

        @Test
        void isOffInProduction() {
            Map<String, String> variables = Map.of("ENVIRONMENT", "production", "DEBUG", "0", "DOFFIN_API_KEY", "key");
            try (RunningRadar service = RunningRadar.start(variables)) {
                assertThat(service.get(CPV).statusCode()).isEqualTo(200);
            }
        }
    }

    @Nested
    class LogLevelVariable {
        @ParameterizedTest
        @CsvSource({"INFO, INFO", "DEBUG, DEBUG", "WARNING, WARN", "warn, WARN", "ERROR, ERROR", "CRITICAL, ERROR"})
        void isReadInPythonsWords(String value, String expected) {
            assertThat(LogLevel.of(Map.of("LOG_LEVEL", value))).isEqualTo(Level.valueOf(expected));
        }

        @Test
        void thatIsNoneIsAFault() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LogLevel.of(Map.of("LOG_LEVEL", "LOUD")))
                    .withMessage("LOG_LEVEL: LOUD (expected: DEBUG, INFO, WARNING or ERROR)");
        }

        @Test
        void doesNotSilenceRequestsOfWhichTheAuditLogIsMade() {
            try (RunningRadar service = RunningRadar.start(Map.of("LOG_LEVEL", "ERROR"))) {
                HttpResponse<String> refused = service.get(NOTICES, "Origin", "https://evil.example.net");
                assertThat(service.eventOf(refused)).contains("\"breakwater.security.event\":\"malicious_cors\"");
            }
        }
    }

    @Nested
    class Faults {
        @Test
        void areAllSaidAtOnce() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Settings.of(Map.of(
                            "PORT", "http", "DOFFIN_URL", "doffin", "KLASS_URL", "klass", "ENVIRONMENT", "production")))
                    .withMessageContainingAll("PORT: http", "DOFFIN_URL: ", "KLASS_URL: ", "DOFFIN_API_KEY: missing");
        }

        @Test
        void ofTheProtectionsToo() {
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> RunningRadar.start(
                            "--breakwater.upstreams.doffin.attempts=many", "--breakwater.ops.networks=everybody"))
                    .withMessageContainingAll("many", "everybody");
        }
    }

    @Nested
    class CorsConfiguration {
        @ParameterizedTest
        @ValueSource(strings = {"https://*.no", "https://*", "https://radar.example.org/", "null"})
        void aSloppyOriginDoesNotStart(String origin) {
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> RunningRadar.start(
                            "--breakwater.cors.policies[0].paths=/api/**",
                            "--breakwater.cors.policies[0].allowed-origins=" + origin))
                    .withMessageContaining("BW-CORS-0");
        }
    }
}
