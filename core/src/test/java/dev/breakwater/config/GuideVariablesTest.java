/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.policy.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuideVariablesTest {

    @Test
    void aRatePerMinuteBecomesOnePolicy() {
        ParsedSettings parsed = Sample.guides(Map.of("RATE_LIMIT_PER_MINUTE", "60", "RATE_LIMIT_BURST_SIZE", "10"));
        assertThat(Sample.said(parsed)).isEmpty();
        assertThat(parsed.settings().section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.get(Sample.NAME)).isEqualTo("default");
                    assertThat(policy.get(Sample.KEY)).containsExactly("user", "ip");
                    assertThat(policy.get(Sample.LIMITS)).containsExactly("60 per minute");
                    assertThat(policy.get(Sample.BURST)).isEqualTo(10);
                });
    }

    @Test
    void allowedOriginsBecomeOneCorsPolicy() {
        Settings settings = Sample.guides(Map.of(
                        "SECURITY_ALLOWED_ORIGINS", "[\"https://a.example\",\"https://b.example\"]",
                        "SECURITY_ALLOWED_METHODS", "GET,POST",
                        "SECURITY_ALLOWED_HEADERS", "Content-Type"))
                .settings();
        assertThat(settings.section(Sample.CORS).list(Sample.CORS_POLICIES))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.get(Sample.PATHS)).containsExactly("/**");
                    assertThat(policy.get(Sample.ORIGINS)).containsExactly("https://a.example", "https://b.example");
                    assertThat(policy.get(Sample.METHODS)).containsExactly("GET", "POST");
                    assertThat(policy.get(Sample.ALLOWED_HEADERS)).containsExactly("Content-Type");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE_NAME, orders, service.name, orders",
        "SERVICE_VERSION, 1.2, service.version, 1.2",
        "ENVIRONMENT, staging, service.environment, staging",
        "LOG_LEVEL, WARNING, request-log.level, warn",
        "MONITORING_LOG_LEVEL, critical, request-log.level, error",
        "LOG_FORMAT, text, request-log.format, text",
        "MONITORING_ENABLE_STRUCTURED_LOGGING, true, request-log.format, json",
        "MONITORING_ENABLE_STRUCTURED_LOGGING, False, request-log.format, text",
    })
    void theOtherRows(String variable, String value, String path, String becomes) {
        assertThat(new GuideVariables(Map.of(variable, value))
                        .read(Sample.SCHEMA)
                        .entries())
                .containsExactly(new Entry(path, becomes, "environment variable " + variable));
    }

    @ParameterizedTest
    @CsvSource({
        "ENABLE_METRICS, true, /metrics",
        "ENABLE_METRICS, Yes, /metrics",
        "ENABLE_METRICS, false, ",
        "MONITORING_ENABLE_PROMETHEUS_METRICS, 0, ",
    })
    void metricsAreAnsweredUnlessAVariableSaysNo(String variable, String value, @Nullable String path) {
        BreakwaterSettings settings = BreakwaterSettings.read(Layers.of(new GuideVariables(Map.of(variable, value))));
        assertThat(settings.metrics().json()).isEqualTo(path);
        assertThat(settings.metrics().prometheus()).isEqualTo(path == null ? null : "/metrics/prometheus");
        assertThat(settings.metrics().enabled()).isTrue();
    }

    @Test
    void metricsThatMayOrMayNotBeWantedAreAFault() {
        Layer layer = new GuideVariables(Map.of("ENABLE_METRICS", "flase")).read(BreakwaterSettings.schema());
        assertThat(layer.problems()).extracting(Problem::code).containsExactly("BW-METRICS-006");
    }

    @Test
    void theMoreSpecificNameCounts() {
        Layer layer = new GuideVariables(Map.of(
                        "LOG_LEVEL", "info",
                        "MONITORING_LOG_LEVEL", "debug",
                        "LOG_FORMAT", "text",
                        "MONITORING_ENABLE_STRUCTURED_LOGGING", "true"))
                .read(Sample.SCHEMA);
        assertThat(layer.entries()).extracting(Entry::value).containsExactlyInAnyOrder("debug", "text");
    }

    @Test
    void emptyVariablesAndKeysThatAreNotInTheSchemaAreIgnored() {
        Layer layer = new GuideVariables(Map.of(
                        "RATE_LIMIT_PER_MINUTE", "60",
                        "RATE_LIMIT_BURST_SIZE", "5",
                        "LOG_LEVEL", "info",
                        "SECURITY_ALLOWED_METHODS", "GET",
                        "SERVICE_NAME", " "))
                .read(Schema.of(BaseKeys.all()));
        assertThat(layer.entries()).isEmpty();
        assertThat(layer.problems()).isEmpty();
    }

    @Test
    void aValueThatCannotBeReadNamesItsVariable() {
        assertThat(Sample.said(Sample.guides(Map.of("LOG_FORMAT", "xml"))))
                .containsExactly("BW-T-031 request-log.format: xml (expected: json or text)."
                        + " It comes from environment variable LOG_FORMAT.");
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMIT_BURST_SIZE", "SECURITY_ALLOWED_METHODS", "SECURITY_ALLOWED_HEADERS"})
    void aVariableThatNeedsAnotherWarnsWithoutIt(String variable) {
        ParsedSettings parsed = Sample.guides(Map.of(variable, "5"));
        assertThat(parsed.problems().hasErrors()).isFalse();
        assertThat(Sample.said(parsed))
                .singleElement()
                .asString()
                .startsWith("BW-CONF-012 " + variable + ": no effect");
    }

    @ParameterizedTest
    @CsvSource({
        "true, production, true",
        "1, PROD, true",
        "verbose, live, true",
        "true, staging, false",
        "'', production, false",
        "false, production, false",
        "0, production, false",
        "OFF, production, false",
    })
    void debugInProductionKeepsTheServiceFromStarting(String debug, String environment, boolean fault) {
        ParsedSettings parsed = Sample.guides(Map.of("DEBUG", debug, "ENVIRONMENT", environment));
        assertThat(parsed.problems().hasErrors()).isEqualTo(fault);
    }

    @Test
    void oneLineSaysWhatReplacedWhat() {
        ParsedSettings parsed = Sample.parse(
                YamlFile.read("breakwater.yaml", "breakwater: {rate-limit: {policies: [{name: mine}]}}"),
                new GuideVariables(Map.of(
                        "RATE_LIMIT_PER_MINUTE",
                        "60",
                        "RATE_LIMIT_BURST_SIZE",
                        "5",
                        "SERVICE_NAME",
                        "orders",
                        "LOG_LEVEL",
                        "info")),
                new EnvironmentVariables(Map.of("BREAKWATER_REQUEST_LOG_LEVEL", "debug")));
        assertThat(parsed.notices())
                .containsExactly("breakwater.service.name is set by environment variable SERVICE_NAME;"
                        + " breakwater.rate-limit.policies is set by environment variable RATE_LIMIT_PER_MINUTE,"
                        + " environment variable RATE_LIMIT_BURST_SIZE and replaces what breakwater.yaml says."
                        + " breakwater.guide-variables=false turns this off.");
        assertThat(parsed.settings().section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                .extracting(policy -> policy.get(Sample.NAME))
                .isEqualTo(List.of("default"));
    }

    @Test
    void policiesOfAFileThatTheyDropAreNamed() {
        LayerSource file = YamlFile.read(
                "breakwater.yaml",
                "breakwater: {rate-limit: {policies: [{limits: 5/m, name: login}, {name: search, limits: 9/m}]},"
                        + " cors: {policies: [{allowed-origins: 'https://a.example'}]}}");
        LayerSource guides = new GuideVariables(
                Map.of("RATE_LIMIT_PER_MINUTE", "60", "SECURITY_ALLOWED_ORIGINS", "https://b.example"));
        String fix = " Set breakwater.guide-variables=false, or give the policies in a higher source: BREAKWATER_*"
                + " variables, system properties or the command line.";
        assertThat(BreakwaterSettings.read(Layers.of(file, guides)).warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "BW-CONF-015 RATE_LIMIT_PER_MINUTE: drops login, search of breakwater.yaml (expected: one"
                                + " place for breakwater.rate-limit.policies)." + fix,
                        "BW-CONF-015 SECURITY_ALLOWED_ORIGINS: drops cors.policies[0] of breakwater.yaml (expected:"
                                + " one place for breakwater.cors.policies)." + fix);
    }

    @Test
    void policiesThatTheyDoNotDropAreNoNews() {
        LayerSource file = Layer.of("breakwater.yaml", Map.of("rate-limit.policies[0].name", "login"));
        LayerSource rate = new GuideVariables(Map.of("RATE_LIMIT_PER_MINUTE", "60"));
        LayerSource higher = new EnvironmentVariables(Map.of("BREAKWATER_RATE_LIMIT_POLICIES_0_NAME", "mine"));
        LayerSource off = new EnvironmentVariables(Map.of("BREAKWATER_GUIDE_VARIABLES", "false"));
        LayerSource emptied = Layer.of("profile", Map.of("rate-limit.policies", ""));
        assertThat(Sample.said(Sample.parse(file, rate)))
                .singleElement()
                .asString()
                .contains("BW-CONF-015");
        assertThat(Sample.said(Sample.parse(rate))).isEmpty();
        assertThat(Sample.said(Sample.parse(file, emptied, rate))).isEmpty();
        assertThat(Sample.said(Sample.parse(file, rate, off))).isEmpty();
        assertThat(Sample.said(Sample.parse(file, rate, higher))).isEmpty();
        assertThat(Sample.said(Sample.parse(file, new GuideVariables(Map.of("SERVICE_NAME", "orders")))))
                .isEmpty();
    }

    @Test
    void oneKeyTurnsThemOffEvenTheirFaults() {
        ParsedSettings parsed = Sample.parse(
                new GuideVariables(Map.of("SERVICE_NAME", "x", "DEBUG", "true", "ENVIRONMENT", "production")),
                new EnvironmentVariables(Map.of("BREAKWATER_GUIDE_VARIABLES", "false")));
        assertThat(Sample.said(parsed)).isEmpty();
        assertThat(parsed.notices()).isEmpty();
        assertThat(parsed.settings().section(BaseKeys.SERVICE).isSet(BaseKeys.SERVICE_NAME))
                .isFalse();
    }

    @Nested
    class AboutUpstreams {
        private final Layer gemini = Layer.of("application.yaml", Map.of("upstreams.gemini.timeout", "20s"));

        @ParameterizedTest
        @CsvSource({
            "true, true, 0",
            "1, true, 0",
            "Yes, true, 0",
            "on, true, 0",
            "false, false, 0",
            "0, false, 0",
            "No, false, 0",
            "off, false, 0",
            "disbaled, true, 1",
            "2, true, 1",
        })
        void aKillSwitchIsThrownUnlessItsVariableClearlySaysNo(String value, boolean disabled, int warnings) {
            BreakwaterSettings settings = read(Map.of("DISABLE_GEMINI", value), gemini);
            assertThat(settings.upstreams().policy("gemini").isDisabled()).isEqualTo(disabled);
            assertThat(settings.warnings()).hasSize(warnings);
        }

        @Test
        void anUnreadableKillSwitchSaysWhatItDoes() {
            assertThat(read(Map.of("DISABLE_GEMINI", "maybe"), gemini).warnings())
                    .singleElement()
                    .asString()
                    .isEqualTo(
                            "BW-CONF-014 DISABLE_GEMINI: maybe (expected: true or false). Correct the value; until then"
                                    + " the upstream stays disabled.");
        }

        @Test
        void soDoesThatOfAnUpstreamThatOnlyCodeNames() {
            assertThat(read(Map.of("DISABLE_PRICES", "maybe")).upstreams().warnings("prices"))
                    .extracting(Problem::path)
                    .containsExactly("DISABLE_PRICES");
        }

        @Test
        void anUpstreamThatOnlyCodeNamesHasItsKillSwitchToo() {
            BreakwaterSettings settings = read(Map.of("DISABLE_PRICE_API", "true"));
            assertThat(settings.upstreams().policies()).isEmpty();
            assertThat(settings.upstreams().policy("price-api").isDisabled()).isTrue();
            assertThat(settings.upstreams().policy("price_api").isDisabled()).isTrue();
            assertThat(settings.upstreams().policy("other").isDisabled()).isFalse();
        }

        @Test
        void aNumberOfSecondsIsATimeout() {
            assertThat(timeout(Map.of("GEMINI_TIMEOUT", "10"), gemini)).isEqualTo("gemini within PT10S");
            assertThat(timeout(Map.of("GEMINI_TIMEOUT", "750ms"), gemini)).isEqualTo("gemini within PT0.75S");
        }

        @Test
        void valuesForAllUpstreamsStandBelowWhatAFileSaysOfOne() {
            Map<String, String> variables = Map.of("API_TIMEOUT_SECONDS", "7");
            assertThat(timeout(variables, gemini)).isEqualTo("gemini within PT20S");
            assertThat(timeout(variables)).isEqualTo("gemini within PT7S");
        }

        @Test
        void cachesAreSwitchedOffWhateverFilesSay() {
            Layer cached = Layer.of("application.yaml", Map.of("upstreams.gemini.cache.ttl", "1h"));
            assertThat(ttl(Map.of(), cached)).isEqualTo("1h");
            assertThat(ttl(Map.of("ENABLE_CACHING", "true"), cached)).isEqualTo("1h");
            assertThat(ttl(Map.of("ENABLE_CACHING", "false"), cached)).isEqualTo("off");
            assertThat(ttl(Map.of("CACHE_TTL_SECONDS", "3600"), cached)).isEqualTo("1h");
            assertThat(ttl(Map.of("CACHE_TTL_SECONDS", "3600"), gemini)).isEqualTo("3600s");
        }

        @Test
        void withoutCachesWhatFilesSayAboutStaleAnswersIsNoFault() {
            Layer stale = Layer.of(
                    "application.yaml",
                    Map.of(
                            "upstreams.gemini.cache.ttl", "1h",
                            "upstreams.gemini.cache.stale-while-revalidate", "5m",
                            "upstreams.gemini.cache.stale-if-error", "6h",
                            "upstreams.gemini.cache.negative-ttl", "1m"));
            assertThat(ttl(Map.of("ENABLE_CACHING", "false"), stale)).isEqualTo("off");
        }

        @Test
        void anOrdinarySourceOfHigherRankHasTheLastWord() {
            BreakwaterSettings settings = BreakwaterSettings.read(Layers.of(
                    gemini,
                    new GuideVariables(Map.of("DISABLE_GEMINI", "true")),
                    new EnvironmentVariables(Map.of("BREAKWATER_UPSTREAMS_GEMINI_DISABLED", "false"))));
            assertThat(settings.upstreams().policy("gemini").isDisabled()).isFalse();
        }

        @Test
        void oneLineSaysWhichCount() {
            Map<String, String> variables =
                    Map.of("DISABLE_GEMINI", "true", "GEMINI_TIMEOUT", "9", "MAX_CONCURRENT_REQUESTS", "20");
            assertThat(read(variables, gemini).notices())
                    .containsExactly("breakwater.upstreams.gemini.max-concurrent is set by environment variable"
                            + " MAX_CONCURRENT_REQUESTS; breakwater.upstreams.gemini.timeout is set by environment"
                            + " variable GEMINI_TIMEOUT and replaces what application.yaml says;"
                            + " breakwater.upstreams.gemini.disabled is set by environment variable DISABLE_GEMINI."
                            + " breakwater.guide-variables=false turns this off.");
        }

        @Test
        void aLineOfItsOwnSaysWhichCountForAnUpstreamThatOnlyCodeNames() {
            Map<String, String> variables =
                    Map.of("DISABLE_PRICES", "true", "API_TIMEOUT_SECONDS", "7", "RATE_LIMIT_PER_MINUTE", "60");
            BreakwaterSettings settings = read(variables, gemini);
            assertThat(settings.notices()).singleElement().asString().doesNotContain("prices");
            assertThat(settings.upstreams().notices("prices"))
                    .containsExactly("breakwater.upstreams.prices.timeout is set by environment variable"
                            + " API_TIMEOUT_SECONDS; breakwater.upstreams.prices.disabled is set by environment"
                            + " variable DISABLE_PRICES. breakwater.guide-variables=false turns this off.");
            assertThat(settings.upstreams().notices("gemini")).isEmpty();
            assertThat(read(Map.of("RATE_LIMIT_PER_MINUTE", "60"), gemini)
                            .upstreams()
                            .notices("prices"))
                    .isEmpty();
        }

        @Test
        void oneKeyTurnsTheseOffAsWell() {
            BreakwaterSettings settings = BreakwaterSettings.read(Layers.of(
                    Layer.of("application.yaml", Map.of("guide-variables", "false", "upstreams.gemini", "")),
                    new GuideVariables(Map.of("DISABLE_GEMINI", "true"))));
            assertThat(settings.upstreams().policy("gemini").isDisabled()).isFalse();
        }

        @Test
        void namesOfNoUpstreamMeanNothing() {
            BreakwaterSettings settings = read(Map.of("DISABLE_TELEMETRY", "maybe", "SESSION_TIMEOUT", "soon"), gemini);
            assertThat(settings.warnings()).isEmpty();
            assertThat(settings.upstreams().policies()).containsOnlyKeys("gemini");
        }

        private BreakwaterSettings read(Map<String, String> variables, Layer... files) {
            List<LayerSource> sources = new ArrayList<>(List.of(files));
            sources.add(new GuideVariables(variables));
            return BreakwaterSettings.read(Layers.of(sources));
        }

        private String timeout(Map<String, String> variables, Layer... files) {
            return read(variables, files).upstreams().policy("gemini").toString();
        }

        /** What the cache's time to live is set to, before it is read. */
        private String ttl(Map<String, String> variables, Layer file) {
            String found = "";
            for (Layer layer : Layers.of(file, new GuideVariables(variables)).read(BreakwaterSettings.schema())) {
                Entry entry = layer.entry("upstreams.gemini.cache.ttl");
                found = entry == null ? found : entry.value();
            }
            return found;
        }
    }
}
