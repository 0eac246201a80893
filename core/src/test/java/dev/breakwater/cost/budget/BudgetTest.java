/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BudgetTest {
    @Test
    void says_everything_that_is_wrong_at_once() {
        InvalidPolicyException invalid = catchThrowableOfType(
                InvalidPolicyException.class,
                () -> Budget.named("5 a day")
                        .key("usr")
                        .limit("5 EUR")
                        .nanoUsd(0)
                        .rolling(Period.HOUR)
                        .zone(ZoneId.of("Europe/Berlin"))
                        .alerts(List.of(50, 0, 1001))
                        .build());

        assertThat(invalid.problems())
                .extracting(Problem::code)
                .containsExactly(
                        "BW-COST-050",
                        "BW-COST-058",
                        "BW-COST-054",
                        "BW-COST-052",
                        "BW-COST-055",
                        "BW-COST-056",
                        "BW-COST-056");
    }

    @Test
    void is_bounded_to_what_every_store_counts_exactly() {
        assertThat(Budget.named("b").nanoUsd(SpendLimit.MOST).build().limit()).isEqualTo(9_000_000L * 1_000_000_000);
        assertThatThrownBy(() -> Budget.named("b").nanoUsd(SpendLimit.MOST + 1).build())
                .hasMessageContaining("BW-COST-053")
                .hasMessageContaining("9000000.00 USD");
        assertThatThrownBy(() -> Budget.named("b")
                        .alerts(IntStream.rangeClosed(1, 17).boxed().toList())
                        .build())
                .hasMessageContaining("BW-COST-057");
    }

    @Test
    void is_named_once() {
        Problems problems = new Problems();

        Budget.requireDistinct(
                List.of(
                        Budget.named("a").build(),
                        Budget.named("b").build(),
                        Budget.named("A").build()),
                problems);

        assertThat(problems.all()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("BW-COST-051");
            assertThat(problem.path()).isEqualTo("[2].name");
        });
    }

    @Test
    void keeps_its_counts_over_changes_that_do_not_move_windows() {
        Budget budget = Budget.named("b").limit("5 USD").build();

        assertThat(Budget.named("B").limit("6 USD").mode(Mode.SHADOW).build().identity())
                .isEqualTo(budget.identity());
        assertThat(List.of(
                        Budget.named("b").limit("5 tokens").build().identity(),
                        Budget.named("b").key(BudgetKey.USER).build().identity(),
                        Budget.named("b").period(Period.HOUR).build().identity(),
                        Budget.named("b").rolling(Period.DAY).build().identity(),
                        Budget.named("b").zone(ZoneId.of("Asia/Tokyo")).build().identity()))
                .doesNotContain(budget.identity())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Z", "GMT", "Etc/UTC", "UTC+0", "+00:00", "Etc/GMT0"})
    void is_the_same_budget_by_whatever_name_utc_goes(String zone) {
        Budget named = Budget.named("b").zone(ZoneId.of(zone)).build();

        assertThat(named.identity()).isEqualTo(Budget.named("b").build().identity());
        assertThat(named.zone()).isEqualTo(ZoneId.of(zone));
    }

    @Nested
    class Limits {
        @ParameterizedTest
        @CsvSource({
            "5.00 USD,           NANO_USD, 5000000000",
            "5 usd,              NANO_USD, 5000000000",
            "0.000000001 USD,    NANO_USD, 1",
            "1234567.123456789 USD, NANO_USD, 1234567123456789",
            "100000 tokens,      TOKENS,   100000",
            "1 token,            TOKENS,   1",
        })
        void are_read_exactly(String text, Budget.Unit unit, long amount) {
            assertThat(SpendLimit.parse(text, "limit", new Problems())).isEqualTo(new SpendLimit(unit, amount));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "5",
                    "5.00",
                    "USD",
                    "5 EUR",
                    "-5 USD",
                    "+5 USD",
                    "1e3 USD",
                    "1,000 USD",
                    ".5 USD",
                    "5. USD",
                    "1.5 tokens",
                    "0.0000000001 USD",
                    "99999999999999999999 tokens",
                    "\u0665 USD",
                    "1.2.3 USD"
                })
        void that_are_none_are_said(String text) {
            Problems problems = new Problems();

            assertThat(SpendLimit.parse(text, "limit", problems)).isNull();
            assertThat(problems.all()).extracting(Problem::code).containsExactly("BW-COST-054");
        }

        @ParameterizedTest
        @CsvSource({
            "NANO_USD, 5000000000, 5.00 USD",
            "NANO_USD, 227500, 0.0002275 USD",
            "NANO_USD, -1500000000, -1.50 USD",
            "TOKENS, 10, 10 tokens"
        })
        void are_written_as_they_are_read(Budget.Unit unit, long amount, String text) {
            assertThat(SpendLimit.text(unit, amount)).isEqualTo(text);
        }
    }

    @Nested
    class Keys {
        @ParameterizedTest
        @CsvSource({
            "global, global",
            "USER, user",
            "user + model, user+model",
            "attribute:Tenant+api-key, attribute:tenant+api-key",
        })
        void are_read(String text, String key) {
            assertThat(BudgetKey.parse(text, "key", new Problems())).hasToString(key);
        }

        @ParameterizedTest
        @CsvSource({
            "usr, BW-COST-058",
            "'', BW-COST-058",
            "user+, BW-COST-058",
            "attribute:, BW-COST-059",
            "attribute:a b, BW-COST-059",
            "user+user, BW-COST-060",
            "global+user, BW-COST-060",
            "user+global, BW-COST-060",
        })
        void that_are_none_are_said(String text, String code) {
            Problems problems = new Problems();

            assertThat(BudgetKey.parse(text, "key", problems)).isNull();
            assertThat(problems.all()).extracting(Problem::code).containsExactly(code);
        }

        @Test
        void are_put_together_in_code_too() {
            assertThat(BudgetKey.of(BudgetKey.USER, BudgetKey.attribute("Tenant")))
                    .isEqualTo(BudgetKey.parse("user+attribute:tenant", "key", new Problems()));
            assertThatThrownBy(() -> BudgetKey.of(BudgetKey.USER, BudgetKey.GLOBAL))
                    .hasMessageContaining("BW-COST-060");
        }
    }
}
