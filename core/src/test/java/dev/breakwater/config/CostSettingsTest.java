/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetKey;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys {@code cost.*} become. */
class CostSettingsTest {
    private static final String NAME = "cost.budgets[0].name";
    private static final String LIMIT = "cost.budgets[0].limit";

    @Nested
    class Budgets {
        @Test
        void thereAreNoneUnlessSomebodySaysSo() {
            CostSettings cost = read(Map.of());
            assertThat(cost.budgets()).isEmpty();
            assertThat(cost.gates()).isEmpty();
            assertThat(cost.limitsMoney()).isFalse();
            assertThat(cost.assumedTokens()).isZero();
            assertThat(cost.assumedOutput()).isEqualTo(4096);
            assertThat(cost.lease()).isEqualTo(Duration.ofMinutes(15));
            assertThat(cost.ledger()).isEqualTo(LedgerPlace.MEMORY);
        }

        @Test
        void aNameAloneIsFiveDollarsADayForAll() {
            Budget budget = only(Map.of(NAME, "daily"));
            assertThat(budget.name()).isEqualTo("daily");
            assertThat(budget.key()).isEqualTo(BudgetKey.GLOBAL);
            assertThat(budget.unit()).isEqualTo(Budget.Unit.NANO_USD);
            assertThat(budget.limit()).isEqualTo(5_000_000_000L);
            assertThat(budget.period()).isEqualTo(Period.DAY);
            assertThat(budget.isRolling()).isFalse();
            assertThat(budget.zone().normalized()).isEqualTo(ZoneOffset.UTC);
            assertThat(budget.mode()).isEqualTo(Mode.ENFORCE);
            assertThat(budget.alerts()).containsExactly(50, 80, 100);
            assertThat(budget.onStoreFailure()).isEqualTo(Budget.OnStoreFailure.CLOSED);
        }

        @Test
        void everyWordCounts() {
            Budget budget = only(Map.of(
                    NAME,
                    "Team.A",
                    "cost.budgets[0].key",
                    "attribute:Tenant",
                    LIMIT,
                    "100000 tokens",
                    "cost.budgets[0].period",
                    "week",
                    "cost.budgets[0].zone",
                    "Asia/Kolkata",
                    "cost.budgets[0].week-start",
                    "sunday",
                    "cost.budgets[0].year-start",
                    "april",
                    "cost.budgets[0].mode",
                    "shadow",
                    "cost.budgets[0].alerts",
                    "90, 10",
                    "cost.budgets[0].on-store-failure",
                    "local"));
            assertThat(budget.key()).isEqualTo(BudgetKey.attribute("tenant"));
            assertThat(budget.unit()).isEqualTo(Budget.Unit.TOKENS);
            assertThat(budget.limit()).isEqualTo(100_000);
            assertThat(budget.period()).isEqualTo(Period.WEEK);
            assertThat(budget.zone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
            assertThat(budget.weekStart()).isEqualTo(DayOfWeek.SUNDAY);
            assertThat(budget.yearStart()).isEqualTo(Month.APRIL);
            assertThat(budget.mode()).isEqualTo(Mode.SHADOW);
            assertThat(budget.alerts()).containsExactly(10, 90);
            assertThat(budget.onStoreFailure()).isEqualTo(Budget.OnStoreFailure.LOCAL);
        }

        @Test
        void aRollingWindowIsTheLastPeriod() {
            Budget budget =
                    only(Map.of(NAME, "hourly", "cost.budgets[0].window", "rolling", "cost.budgets[0].period", "hour"));
            assertThat(budget.isRolling()).isTrue();
            assertThat(budget.period()).isEqualTo(Period.HOUR);
        }

        @ParameterizedTest
        @CsvSource({
            "5.00 USD, NANO_USD, 5000000000",
            "0.000000001 usd, NANO_USD, 1",
            "1 token, TOKENS, 1",
            "2500 Tokens, TOKENS, 2500"
        })
        void limitsAreExact(String limit, Budget.Unit unit, long amount) {
            Budget budget = only(Map.of(NAME, "any", LIMIT, limit));
            assertThat(budget.unit()).isEqualTo(unit);
            assertThat(budget.limit()).isEqualTo(amount);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "5.00",
                    "5 EUR",
                    "$5",
                    "-5 USD",
                    "1e3 USD",
                    "0.0000000001 USD",
                    "0 USD",
                    "9000000.000000001 USD",
                    "1.5 tokens",
                    "USD",
                    "",
                    "5 USD per day"
                })
        void whatIsNoAmountIsAFaultThatSaysWhatWouldBe(String limit) {
            assertThat(problems(Map.of(NAME, "any", LIMIT, limit)))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.path()).isEqualTo(LIMIT);
                        assertThat(problem.code()).isIn("BW-COST-052", "BW-COST-053", "BW-COST-054");
                        assertThat(problem.fix()).isNotEmpty();
                    });
        }

        @Test
        void allThatIsWrongIsSaidAtOnce() {
            Map<String, String> values = new HashMap<>();
            values.put(NAME, "daily");
            values.put(LIMIT, "5 EUR");
            values.put("cost.budgets[0].key", "everybody");
            values.put("cost.budgets[0].zone", "Mars/Olympus");
            values.put("cost.budgets[0].period", "fortnight");
            values.put("cost.budgets[0].alerts", "0, 50");
            values.put("cost.budgets[1].name", "Daily");
            values.put("cost.budgets[2].limit", "1 USD");
            values.put("cost.lease", "0s");
            assertThat(codesAndPaths(values))
                    .containsExactlyInAnyOrder(
                            "BW-COST-054 cost.budgets[0].limit",
                            "BW-COST-058 cost.budgets[0].key",
                            "BW-COST-125 cost.budgets[0].zone",
                            "BW-COST-123 cost.budgets[0].period",
                            "BW-COST-129 cost.budgets[0].alerts[0]",
                            "BW-COST-051 cost.budgets[1].name",
                            "BW-COST-120 cost.budgets[2].name",
                            "BW-COST-107 cost.lease");
        }

        @ParameterizedTest
        @CsvSource({"zone, Europe/Paris", "week-start, sunday", "year-start, april"})
        void aRollingWindowHasNoCalendar(String key, String value) {
            assertThat(codesAndPaths(
                            Map.of(NAME, "any", "cost.budgets[0].window", "rolling", "cost.budgets[0]." + key, value)))
                    .containsExactly("BW-COST-055 cost.budgets[0].window");
        }

        @Test
        void aDayHasNoFirstDayOfTheWeek() {
            assertThat(warnings(Map.of(NAME, "any", "cost.budgets[0].week-start", "sunday")))
                    .containsExactly("BW-COST-132 cost.budgets[0].week-start");
        }

        @Test
        void pathsToRefuseMakeAGate() {
            CostSettings cost = read(Map.of(NAME, "daily", "cost.budgets[0].refuse-paths", "/api/**, /batch"));
            assertThat(cost.gates()).singleElement().satisfies(gate -> {
                assertThat(gate.budget()).isEqualTo("daily");
                assertThat(gate.requests().matches("POST", "/api/decide")).isTrue();
                assertThat(gate.requests().matches("GET", "/other")).isFalse();
            });
        }

        @ParameterizedTest
        @ValueSource(strings = {"model", "route", "user+model"})
        void whatIsKnownTooLateIsNoGate(String key) {
            assertThat(codesAndPaths(Map.of(
                            NAME, "daily", "cost.budgets[0].key", key, "cost.budgets[0].refuse-paths", "/api/**")))
                    .containsExactly("BW-COST-133 cost.budgets[0].refuse-paths");
        }

        @Test
        void aPathMustBeOne() {
            assertThat(problems(Map.of(NAME, "daily", "cost.budgets[0].refuse-paths", "api")))
                    .extracting(Problem::path)
                    .containsExactly("cost.budgets[0].refuse-paths[0]");
        }
    }

    @Nested
    class ModelsWithoutAPrice {
        @Test
        void areTrackedWhereThereIsNoBudgetOfMoney() {
            assertThat(read(Map.of()).unknownModel()).isEqualTo(UnknownModel.TRACK);
            assertThat(read(Map.of(NAME, "any", LIMIT, "5 tokens")).unknownModel())
                    .isEqualTo(UnknownModel.TRACK);
        }

        @Test
        void areDeniedUnderOneThatIsEnforced() {
            assertThat(read(Map.of(NAME, "any")).unknownModel()).isEqualTo(UnknownModel.DENY);
            assertThat(read(Map.of(NAME, "any", "cost.budgets[0].mode", "shadow"))
                            .unknownModel())
                    .isEqualTo(UnknownModel.TRACK);
        }

        @Test
        void areTrackedUnderOneForWhoeverInsistsAndTheStartSaysSo() {
            Map<String, String> values = Map.of(NAME, "any", "cost.unknown-model", "track");
            assertThat(read(values).unknownModel()).isEqualTo(UnknownModel.TRACK);
            assertThat(warnings(values)).containsExactly("BW-COST-111 cost.unknown-model");
        }
    }

    @Nested
    class Switch {
        @Test
        void nothingKeepsABudgetThatIsSwitchedOff() {
            assertThat(codesAndPaths(Map.of(NAME, "any", "cost.enabled", "false")))
                    .containsExactly("BW-COST-112 cost.enabled");
        }

        @Test
        void oneInShadowModeIsNoPromise() {
            Map<String, String> values = Map.of(NAME, "any", "cost.budgets[0].mode", "shadow", "cost.enabled", "false");
            assertThat(read(values).enabled()).isFalse();
        }
    }

    @Nested
    class Ledger {
        @TempDir
        Path directory;

        @Test
        void aFileIsKeptByItsWholePath() {
            Path file = directory.resolve("spend.jsonl");
            assertThat(ledger(file.toString())).isEqualTo(new LedgerPlace(false, file));
            assertThat(ledger("redis, " + file)).isEqualTo(new LedgerPlace(true, file));
        }

        @ParameterizedTest
        @ValueSource(strings = {"memory", "Memory", " memory "})
        void memoryIsAWord(String word) {
            assertThat(ledger(word)).isEqualTo(LedgerPlace.MEMORY);
            assertThat(LedgerPlace.MEMORY.isDurable()).isFalse();
        }

        @Test
        void redisCountsForAllInstances() {
            LedgerPlace place = ledger("redis");
            assertThat(place.isShared()).isTrue();
            assertThat(place.isDurable()).isTrue();
            assertThat(place).hasToString("redis");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"memory, redis", "redis, redis", "a.jsonl, b.jsonl", "a.jsonl, a.jsonl", "memory, a.jsonl"})
        void placesThatDoNotGoTogetherAreAFault(String places) {
            assertThat(codesAndPaths(Map.of("cost.ledger", places))).containsExactly("BW-COST-113 cost.ledger");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/no/such/directory/spend.jsonl", "bad\0name", "/"})
        void aFileThatCannotBeIsAFault(String file) {
            assertThat(codesAndPaths(Map.of("cost.ledger", file))).containsExactly("BW-COST-114 cost.ledger");
        }

        @Test
        void aDirectoryIsNoFile() throws IOException {
            Path below = Files.createDirectory(directory.resolve("below"));
            assertThat(codesAndPaths(Map.of("cost.ledger", below.toString())))
                    .containsExactly("BW-COST-114 cost.ledger");
        }

        @Test
        void theFileOfAuditIsTakenAlready() {
            String file = directory.resolve("one.jsonl").toString();
            assertThat(codesAndPaths(Map.of("cost.ledger", file, "audit.enabled", "true", "audit.file", file)))
                    .containsExactly("BW-COST-115 cost.ledger");
        }

        @Test
        void redisIsUsedThen() {
            assertThat(warnings(Map.of("cost.ledger", "redis", "redis.url", "redis://localhost")))
                    .containsExactly("BW-REDIS-014 redis.key-prefix");
        }

        private LedgerPlace ledger(String text) {
            return read(Map.of("cost.ledger", text)).ledger();
        }
    }

    private static Budget only(Map<String, String> values) {
        List<Budget> budgets = read(values).budgets();
        assertThat(budgets).hasSize(1);
        return budgets.get(0);
    }

    private static CostSettings read(Map<String, String> values) {
        return settings(values).cost();
    }

    private static BreakwaterSettings settings(Map<String, String> values) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", values)));
    }

    private static List<String> warnings(Map<String, String> values) {
        return settings(values).warnings().stream()
                .map(CostSettingsTest::codeAndPath)
                .toList();
    }

    private static List<Problem> problems(Map<String, String> values) {
        InvalidPolicyException thrown = catchThrowableOfType(InvalidPolicyException.class, () -> settings(values));
        assertThat(thrown).as("nothing wrong with %s", values).isNotNull();
        return thrown.problems().stream().filter(Problem::isError).toList();
    }

    private static List<String> codesAndPaths(Map<String, String> values) {
        return problems(values).stream().map(CostSettingsTest::codeAndPath).toList();
    }

    private static String codeAndPath(Problem problem) {
        return problem.code() + " " + problem.path();
    }
}
