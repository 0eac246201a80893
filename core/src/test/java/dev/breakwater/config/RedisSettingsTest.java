/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
    private static final String PASSWORD = "planted-4711";
    private static final String URL = "redis://breakwater:" + PASSWORD + "@cache:6379/0";
    private static final String STORE = "rate-limit.store";

    @Test
    void everyKeyIsHeard() {
        RedisSettings redis = read(Map.of(
                        STORE,
                        "redis",
                        "redis.url",
                        URL,
                        "redis.timeout",
                        "20ms",
                        "redis.key-prefix",
                        "shop:limits",
                        "redis.cluster",
                        "true",
                        "redis.spread",
                        "true",
                        "redis.instances",
                        "4"))
                .redis();

        assertThat(redis).isEqualTo(new RedisSettings(URL, Duration.ofMillis(20), "shop:limits", true, true, 4));
    }

    @Nested
    class ThePrefix {
        @ParameterizedTest
        @ValueSource(strings = {"orders", "breakwater:orders", "a.b/c_d-e"})
        void isTakenAsItIs(String prefix) {
            assertThat(read(Map.of(STORE, "redis", "redis.key-prefix", prefix))
                            .redis()
                            .keyPrefix())
                    .isEqualTo(prefix);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{orders}", "orders}", "two words", "tab\there", "ørders"})
        void thatWouldBeMisreadIsAFault(String prefix) {
            assertThat(faults(Map.of(STORE, "redis", "redis.key-prefix", prefix)))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.code()).isEqualTo("BW-REDIS-011");
                        assertThat(problem.path()).isEqualTo("redis.key-prefix");
                    });
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "{orders}", "two words"})
        void ofSettingsMadeByHandIsCheckedToo(String prefix) {
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> new RedisSettings(URL, Duration.ofMillis(50), prefix, false, false, 1))
                    .satisfies(fault -> assertThat(fault.problems())
                            .singleElement()
                            .extracting(Problem::code, Problem::path)
                            .containsExactly("BW-REDIS-011", "key-prefix"));
        }

        @Test
        void hasAnEnd() {
            assertThat(read(Map.of(STORE, "redis", "redis.key-prefix", "x".repeat(100)))
                            .redis()
                            .keyPrefix())
                    .hasSize(100);
            assertThat(faults(Map.of(STORE, "redis", "redis.key-prefix", "x".repeat(101))))
                    .singleElement()
                    .extracting(Problem::code)
                    .isEqualTo("BW-REDIS-011");
        }

        @ParameterizedTest
        @CsvSource({
            "orders, breakwater:orders",
            "'Orders {EU}', breakwater:Orders--EU--124484d1",
            "smørbrød, breakwater:sm-rbr-d-d40972a2"
        })
        void isMadeOfTheServicesNameOtherwise(String name, String prefix) {
            assertThat(read(Map.of("service.name", name)).redis().keyPrefix()).isEqualTo(prefix);
        }

        @Test
        void madeOfALongNameOrOfNoneIsGoodEnough() {
            assertThat(read(Map.of()).redis().keyPrefix()).isEqualTo("breakwater");
            assertThat(read(Map.of("service.name", "n".repeat(300))).redis().keyPrefix())
                    .hasSize(100);
            assertThat(read(Map.of("service.name", "n".repeat(89))).redis().keyPrefix())
                    .isEqualTo("breakwater:" + "n".repeat(89));
        }

        @ParameterizedTest
        @CsvSource({"orders eu, orders{eu", "ørders, ærders", "orders-eu, orders eu"})
        void ofServicesWhoseNamesLookAlikeOnceMadeSafeIsNotTheSame(String one, String other) {
            assertThat(read(Map.of("service.name", one)).redis().keyPrefix())
                    .isNotEqualTo(read(Map.of("service.name", other)).redis().keyPrefix());
            String longer = "n".repeat(89);
            assertThat(read(Map.of("service.name", longer + one)).redis().keyPrefix())
                    .isNotEqualTo(
                            read(Map.of("service.name", longer + other)).redis().keyPrefix());
        }

        @Test
        void ofNobodysOwnIsSharedByAllWithoutANameWhichAWarningSays() {
            assertThat(read(Map.of(STORE, "redis")).warnings()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("BW-REDIS-014");
                assertThat(problem.path()).isEqualTo("redis.key-prefix");
                assertThat(problem.fix()).contains("service.name");
            });
            assertThat(read(Map.of()).warnings()).isEmpty();
            assertThat(read(Map.of(STORE, "redis", "service.name", "orders")).warnings())
                    .isEmpty();
            assertThat(read(Map.of(STORE, "redis", "redis.key-prefix", "orders"))
                            .warnings())
                    .isEmpty();
        }
    }

    @Nested
    class WhereNothingUsesIt {
        @ParameterizedTest
        @CsvSource({
            "redis.url, redis://cache",
            "redis.timeout, 20ms",
            "redis.key-prefix, orders",
            "redis.cluster, true",
            "redis.spread, false",
            "redis.instances, 3"
        })
        void aWarningNamesWhatToSet(String key, String value) {
            assertThat(read(Map.of(key, value)).warnings()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("BW-REDIS-010");
                assertThat(problem.path()).isEqualTo("redis");
                assertThat(problem.fix()).contains("rate-limit.store=redis");
            });
            assertThat(read(Map.of(key, value, STORE, "redis", "service.name", "orders"))
                            .warnings())
                    .isEmpty();
        }

        @Test
        void anUpstreamsAnswersAreAUseToo() {
            Map<String, String> shared = Map.of("upstreams.prices.cache.store", "redis", "redis.url", URL);

            assertThat(read(shared).warnings()).extracting(Problem::code).containsExactly("BW-REDIS-014");
        }

        @Test
        void anAddressThatIsThereForOthersIsOnlyNoticed() {
            BreakwaterSettings settings = fromEnvironment(Map.of("REDIS_URL", URL));

            assertThat(settings.redis().url()).isEqualTo(URL);
            assertThat(settings.warnings()).isEmpty();
            assertThat(settings.notices())
                    .anySatisfy(notice -> assertThat(notice).contains("REDIS_URL", "rate-limit.store=redis"))
                    .allSatisfy(notice -> assertThat(notice).doesNotContain(PASSWORD));
        }

        @Test
        void anAddressOfBreakwatersOwnIsMeant() {
            assertThat(fromEnvironment(Map.of("BREAKWATER_REDIS_URL", URL)).warnings())
                    .extracting(Problem::code)
                    .containsExactly("BW-REDIS-010");
        }
    }

    @Test
    void theAddressOfTheEnvironmentIsUsedWithoutANoticeThatItIsNot() {
        BreakwaterSettings settings = fromEnvironment(Map.of("REDIS_URL", URL, "BREAKWATER_RATE_LIMIT_STORE", "redis"));

        assertThat(settings.redis().url()).isEqualTo(URL);
        assertThat(settings.notices()).noneSatisfy(notice -> assertThat(notice).contains("nothing uses it"));
    }

    @Test
    void theAddressIsNeverShown() {
        BreakwaterSettings settings = read(Map.of("redis.url", URL));

        assertThat(settings.toString()).doesNotContain(PASSWORD);
        assertThat(settings.redis().toString()).doesNotContain(PASSWORD, "cache");
        assertThat(settings.configured().secrets())
                .extracting(Configured.Secret::path)
                .containsExactly("redis.url");
        assertThat(settings.warnings()).asString().doesNotContain(PASSWORD);
        assertThat(faults(Map.of("redis.url", URL, "redis.timeout", "1h", "redis.key-prefix", "{}")))
                .hasSize(2)
                .asString()
                .doesNotContain(PASSWORD);
    }

    private static BreakwaterSettings fromEnvironment(Map<String, String> environment) {
        return BreakwaterSettings.read(
                Layers.of(new GuideVariables(environment), new EnvironmentVariables(environment)));
    }

    private static BreakwaterSettings read(Map<String, String> values) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", values)));
    }

    private static List<Problem> faults(Map<String, String> values) {
        InvalidPolicyException[] caught = new InvalidPolicyException[1];
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> read(values))
                .satisfies(invalid -> caught[0] = invalid);
        return caught[0].problems().stream().filter(Problem::isError).toList();
    }
}
