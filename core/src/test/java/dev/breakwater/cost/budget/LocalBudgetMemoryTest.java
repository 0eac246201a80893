/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import dev.breakwater.policy.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What only the store in memory does: bounded memory, holds that are told to have expired, counts from before a restart. */
final class LocalBudgetMemoryTest {
    private static final long DOLLAR = 1_000_000_000L;

    private final ManualTime time = new ManualTime();
    private final Budget daily = Budget.named("daily").limit("5.00 USD").build();
    private final Budget perUser =
            Budget.named("per-user").key(BudgetKey.USER).limit("5.00 USD").build();
    private LocalBudgetStore store = new LocalBudgetStore(time);

    @Nested
    class Keys {
        @Test
        void beyond_the_bound_are_not_there_and_nothing_spent_is_forgotten_for_them() {
            store = new LocalBudgetStore(time, 2);
            settle(hold("a", "ada", DOLLAR), DOLLAR);
            settle(hold("b", "grace", DOLLAR), DOLLAR);

            assertThat(ask("c", "edsger", DOLLAR))
                    .isInstanceOfSatisfying(
                            HoldAnswer.Unavailable.class,
                            answer -> assertThat(answer.reason())
                                    .isEqualTo("all 2 keys that budgets may have are in use"));
            assertThat(join(store.charge("d", List.of(new Claim(perUser, "edsger", 1, 0))))
                            .result())
                    .isEqualTo(Result.UNAVAILABLE);
            assertThat(level(perUser, "ada").committed()).isEqualTo(DOLLAR);
        }

        @Test
        void of_which_nothing_is_spent_make_room() {
            store = new LocalBudgetStore(time, 2);
            settle(hold("a", "ada", DOLLAR), 0);
            settle(hold("b", "grace", DOLLAR), DOLLAR);
            time.advance(Duration.ofSeconds(2));

            hold("c", "edsger", DOLLAR);

            assertThat(store.keys()).isEqualTo(2);
            assertThat(level(perUser, "grace").committed()).isEqualTo(DOLLAR);
        }

        @Test
        void of_windows_that_are_over_make_room_once_nothing_is_held_in_them() {
            settle(hold("a", "ada", DOLLAR), DOLLAR);
            store.hold(
                    new HoldRequest("b", List.of(new Claim(perUser, "grace", DOLLAR, 0)), 0, 0, Duration.ofHours(30)));
            time.advance(Duration.ofHours(26));
            store.expired();
            assertThat(store.keys()).isEqualTo(1);

            time.advance(Duration.ofHours(26));
            store.expired();

            assertThat(store.keys()).isZero();
        }

        @Test
        void are_asked_for_without_taking_room() {
            level(perUser, "ada");

            assertThat(store.keys()).isZero();
        }

        @Test
        void of_which_most_is_spent_come_first() {
            for (int i = 0; i < 9; i++) {
                settle(hold("h" + i, "user-" + i * 7 % 9, DOLLAR), i * 7 % 9);
            }

            assertThat(join(store.largest(perUser, 3)))
                    .extracting(BudgetLevel::key)
                    .containsExactly("user-8", "user-7", "user-6");
        }
    }

    @Nested
    class Leases {
        @Test
        void that_are_over_are_told_once() {
            Hold hold = hold("a", "ada", DOLLAR);
            assertThat(store.expired()).isEmpty();
            time.advance(Duration.ofMinutes(15));

            assertThat(store.expired()).containsExactly(hold);
            assertThat(store.expired()).isEmpty();
            assertThat(store.open()).isZero();
            assertThat(settle(hold, 1)).isEqualTo(Result.CORRECTED);
        }

        @Test
        void that_were_settled_in_time_or_late_are_not_told() {
            settle(hold("a", "ada", DOLLAR), 1);
            Hold late = hold("b", "ada", DOLLAR);
            time.advance(Duration.ofMinutes(15));
            settle(late, 1);

            assertThat(store.expired()).isEmpty();
        }

        @Test
        void are_remembered_for_a_day() {
            Hold hold = hold("a", "ada", DOLLAR);
            time.advance(Duration.ofHours(25));
            store.expired();

            assertThat(settle(hold, 1)).isEqualTo(Result.ALREADY);
        }

        @Test
        void of_shorter_ones_end_first() {
            store.hold(new HoldRequest("long", List.of(new Claim(daily, "*", 1, 0)), 0, 0, Duration.ofHours(1)));
            store.hold(new HoldRequest("short", List.of(new Claim(daily, "*", 2, 0)), 0, 0, Duration.ofMinutes(1)));
            time.advance(Duration.ofMinutes(1));
            assertThat(store.expired()).extracting(Hold::id).containsExactly("short");

            time.advance(Duration.ofHours(1));

            assertThat(store.expired()).extracting(Hold::id).containsExactly("long");
        }
    }

    @Nested
    class Restart {
        @Test
        void goes_on_with_what_was_held_and_spent() {
            Hold open = hold("a", "ada", DOLLAR);
            Hold settled = hold("b", "ada", DOLLAR);
            Hold orphaned = hold("c", "ada", DOLLAR);
            store = new LocalBudgetStore(time);

            store.restoreHeld(open);
            store.restoreHeld(open);
            store.restoreHeld(settled);
            store.restoreSettled(settled, new long[] {DOLLAR / 2});
            store.restoreOrphaned(orphaned);
            store.restoreSettled(new Hold("d", open.parts(), 0, open.expiresAt()), new long[] {7});
            store.restoreCharged(
                    List.of(new Hold.Part(perUser, "ada", open.parts().get(0).window(), 5)));

            assertThat(level(perUser, "ada").held()).isEqualTo(DOLLAR);
            assertThat(level(perUser, "ada").committed()).isEqualTo(DOLLAR + DOLLAR / 2 + 12);
            assertThat(settle(open, 3)).isEqualTo(Result.SETTLED);
            assertThat(settle(orphaned, 4)).isEqualTo(Result.CORRECTED);
            assertThat(level(perUser, "ada").committed()).isEqualTo(DOLLAR / 2 + 12 + 7);
            assertThat(store.expired()).isEmpty();
        }

        @Test
        void lets_holds_expire_whose_lease_was_over_meanwhile() {
            Hold open = hold("a", "ada", DOLLAR);
            time.advance(Duration.ofHours(1));
            store = new LocalBudgetStore(time);

            store.restoreHeld(open);

            assertThat(store.expired()).containsExactly(open);
            assertThat(level(perUser, "ada").committed()).isEqualTo(DOLLAR);
        }

        @Test
        void does_not_tell_alerts_again() {
            Hold hold = hold("a", "ada", 3 * DOLLAR);
            store = new LocalBudgetStore(time);
            store.restoreAlerted(perUser, "ada", hold.parts().get(0).window(), 50);
            store.restoreHeld(hold);

            assertThat(join(store.settle(hold, new long[] {3 * DOLLAR})).crossings())
                    .isEmpty();
        }

        @Test
        void takes_no_room_for_windows_that_are_over() {
            Hold hold = hold("a", "ada", DOLLAR);
            time.advance(Duration.ofDays(2));
            store = new LocalBudgetStore(time);

            store.restoreSettled(hold, new long[] {DOLLAR});
            store.restoreAlerted(perUser, "ada", hold.parts().get(0).window(), 50);

            assertThat(store.keys()).isZero();
        }
    }

    @Nested
    class Clocks {
        @Test
        void that_step_back_further_than_counts_are_kept_stand_still() {
            settle(hold("a", "ada", 5 * DOLLAR), 5 * DOLLAR);
            time.advance(Duration.ofHours(30));
            settle(hold("b", "ada", DOLLAR), DOLLAR);
            store.expired();

            time.stepWallClock(Duration.ofHours(-29));

            assertThat(level(perUser, "ada").committed()).isEqualTo(DOLLAR);
        }

        @Test
        void that_step_back_do_not_empty_a_rolling_window() {
            Budget rolling =
                    Budget.named("r").limit("10 tokens").rolling(Period.MINUTE).build();
            store.charge("a", List.of(new Claim(rolling, "*", 10, 0)));

            time.stepWallClock(Duration.ofMinutes(-5));

            assertThat(join(store.hold(
                            new HoldRequest("b", List.of(new Claim(rolling, "*", 1, 0)), 0, 0, Duration.ofMinutes(1)))))
                    .isInstanceOf(HoldAnswer.Exhausted.class);
        }
    }

    @Test
    void amounts_beyond_all_reason_neither_wrap_nor_free_anything() {
        Budget shadow =
                Budget.named("shadow").limit("1 tokens").mode(Mode.SHADOW).build();
        Claim claim = new Claim(shadow, "*", Long.MAX_VALUE, Long.MAX_VALUE);
        for (int i = 0; i < 3_000; i++) {
            store.hold(new HoldRequest("h" + i, List.of(claim), Long.MAX_VALUE, 0, Duration.ofMinutes(15)));
        }

        assertThat(level(shadow, "*").held()).isEqualTo(Long.MAX_VALUE);
        assertThat(level(shadow, "*").left()).isNegative();
    }

    @Test
    void needs_room_for_a_key() {
        assertThatThrownBy(() -> new LocalBudgetStore(time, 0)).hasMessageContaining("maxKeys: 0");
    }

    private HoldAnswer ask(String id, String key, long amount) {
        return join(store.hold(
                new HoldRequest(id, List.of(new Claim(perUser, key, amount, 0)), 0, 0, Duration.ofMinutes(15))));
    }

    private Hold hold(String id, String key, long amount) {
        return ((HoldAnswer.Held) ask(id, key, amount)).hold();
    }

    private Result settle(Hold hold, long... spent) {
        return join(store.settle(hold, spent)).result();
    }

    private BudgetLevel level(Budget budget, String key) {
        return join(store.levels(List.of(new Claim(budget, key, 0, 0)))).get(0);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
