/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import dev.breakwater.policy.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every store of budgets must do, wherever its counts are. The test of each store extends this class, with a store that
 * goes by {@link #time} and has counts of nobody else.
 */
public abstract class BudgetStoreContract {
    /** A dollar in nano-dollars. */
    protected static final long DOLLAR = 1_000_000_000L;

    /** The lease of holds that do not say another one. */
    protected static final Duration LEASE = Duration.ofMinutes(15);

    /** The time that the store goes by. */
    protected final ManualTime time = new ManualTime();

    private final AtomicInteger ids = new AtomicInteger();

    /** For tests of stores. */
    protected BudgetStoreContract() {}

    /** The store, the same one for the whole of a test. */
    protected abstract BudgetStore store();

    /** How many threads ask at once. */
    protected int rivals() {
        return 1_000;
    }

    /** How often all of them race: each time on another key. */
    protected int races() {
        return 5;
    }

    /** How many random steps are taken. */
    protected int steps() {
        return 30_000;
    }

    @Nested
    class Holding {
        private final Budget daily = Budget.named("daily").limit("5.00 USD").build();

        @Test
        void takes_from_what_is_left_until_it_is_settled() {
            Hold hold = held(request(claim(daily, "*", 3 * DOLLAR, 0)));

            assertThat(hold.parts())
                    .containsExactly(new Hold.Part(daily, "*", ManualTime.START.getEpochSecond(), 3 * DOLLAR));
            assertThat(hold.expiresAt()).isEqualTo(time.now().plus(LEASE));
            assertLevel(daily, "*", 0, 3 * DOLLAR);
            assertThat(settle(hold, DOLLAR)).isEqualTo(Result.SETTLED);
            assertLevel(daily, "*", DOLLAR, 0);
        }

        @Test
        void gives_all_there_is_and_not_a_nano_more() {
            held(request(claim(daily, "*", 5 * DOLLAR - 1, 0)));
            held(request(claim(daily, "*", 1, 0)));

            HoldAnswer.Exhausted refused = (HoldAnswer.Exhausted) hold(request(claim(daily, "*", 1, 0)));

            assertThat(refused.level().budget().name()).isEqualTo("daily");
            assertThat(refused.level().left()).isZero();
            assertThat(refused.level().windowStart()).isEqualTo(ManualTime.START);
            assertThat(refused.level().windowEnd()).isEqualTo(ManualTime.START.plus(Duration.ofDays(1)));
            assertLevel(daily, "*", 0, 5 * DOLLAR);
        }

        @Test
        void grants_as_much_output_as_fits() {
            HoldRequest request =
                    new HoldRequest(id(), List.of(claim(daily, "*", DOLLAR, 30)), 1_000_000_000, 10, LEASE);

            Hold hold = held(request);

            assertThat(hold.tokens()).isEqualTo(4 * DOLLAR / 30);
            assertThat(hold.parts().get(0).amount()).isEqualTo(DOLLAR + hold.tokens() * 30);
            assertThat(level(daily, "*").left()).isEqualTo(4 * DOLLAR % 30);
        }

        @Test
        void refuses_where_less_fits_than_is_of_use_and_takes_nothing() {
            List<Claim> claims = List.of(claim(daily, "*", DOLLAR, DOLLAR));

            assertThat(hold(new HoldRequest(id(), claims, 9, 5, LEASE))).isInstanceOf(HoldAnswer.Exhausted.class);
            assertLevel(daily, "*", 0, 0);
            assertThat(held(new HoldRequest(id(), claims, 9, 4, LEASE)).tokens())
                    .isEqualTo(4);
        }

        @Test
        void keeps_keys_apart() {
            Budget perUser = Budget.named("per-user")
                    .key(BudgetKey.USER)
                    .limit("1.00 USD")
                    .build();
            held(request(claim(perUser, "ada", DOLLAR, 0)));

            assertThat(hold(request(claim(perUser, "ada", 1, 0)))).isInstanceOf(HoldAnswer.Exhausted.class);
            held(request(claim(perUser, "grace", DOLLAR, 0)));
        }

        @Test
        void what_costs_nothing_always_fits() {
            held(request(claim(daily, "*", 5 * DOLLAR, 0)));

            held(request(claim(daily, "*", 0, 0)));
        }

        @Test
        void goes_on_with_what_was_counted_when_the_limit_changes() {
            held(request(claim(daily, "*", 5 * DOLLAR, 0)));
            Budget raised = Budget.named("Daily").limit("6.00 USD").build();
            Budget lowered = Budget.named("daily").limit("2.00 USD").build();

            assertThat(hold(request(claim(lowered, "*", 1, 0)))).isInstanceOf(HoldAnswer.Exhausted.class);
            held(request(claim(raised, "*", DOLLAR, 0)));
            assertThat(level(lowered, "*").left()).isEqualTo(-4 * DOLLAR);
        }
    }

    @Nested
    class Several {
        private final Budget wide = Budget.named("wide").limit("10.00 USD").build();
        private final Budget narrow =
                Budget.named("narrow").key(BudgetKey.USER).limit("2.00 USD").build();
        private final Budget tokens =
                Budget.named("tokens").limit("1000 tokens").build();

        @Test
        void hold_in_all_or_in_none() {
            held(request(claim(narrow, "ada", 2 * DOLLAR, 0)));

            HoldAnswer.Exhausted refused =
                    (HoldAnswer.Exhausted) hold(request(claim(wide, "*", DOLLAR, 0), claim(narrow, "ada", DOLLAR, 0)));

            assertThat(refused.level().budget().name()).isEqualTo("narrow");
            assertThat(refused.level().key()).isEqualTo("ada");
            assertLevel(wide, "*", 0, 0);
        }

        @Test
        void the_tightest_one_decides_how_much_output_there_is() {
            Hold hold = held(new HoldRequest(
                    id(),
                    List.of(
                            claim(wide, "*", 0, DOLLAR / 100),
                            claim(narrow, "ada", 0, DOLLAR / 100),
                            claim(tokens, "*", 850, 1)),
                    500,
                    1,
                    LEASE));

            assertThat(hold.tokens()).isEqualTo(150);
            assertLevel(wide, "*", 0, DOLLAR * 3 / 2);
            assertLevel(narrow, "ada", 0, DOLLAR * 3 / 2);
            assertLevel(tokens, "*", 0, 1000);
        }

        @Test
        void are_settled_each_in_its_unit() {
            Hold hold = held(request(claim(wide, "*", DOLLAR, 0), claim(tokens, "*", 900, 0)));

            assertThat(settle(hold, DOLLAR / 2, 17)).isEqualTo(Result.SETTLED);

            assertLevel(wide, "*", DOLLAR / 2, 0);
            assertLevel(tokens, "*", 17, 0);
        }

        @Test
        void in_shadow_mode_are_counted_and_never_refuse() {
            Budget shadow =
                    Budget.named("shadow").limit("1.00 USD").mode(Mode.SHADOW).build();
            HoldAnswer.Held first =
                    (HoldAnswer.Held) hold(request(claim(shadow, "*", DOLLAR, 0), claim(wide, "*", DOLLAR, 0)));
            HoldAnswer.Held second =
                    (HoldAnswer.Held) hold(request(claim(shadow, "*", DOLLAR, 0), claim(wide, "*", DOLLAR, 0)));

            assertThat(first.exceeded()).isEmpty();
            assertThat(second.exceeded())
                    .extracting(level -> level.budget().name() + level.left())
                    .containsExactly("shadow0");
            assertLevel(shadow, "*", 0, 2 * DOLLAR);
        }
    }

    @Nested
    class Settling {
        private final Budget daily = Budget.named("daily").limit("5.00 USD").build();

        @Test
        void twice_changes_nothing() {
            Hold hold = held(request(claim(daily, "*", DOLLAR, 0)));
            settle(hold, DOLLAR / 2);

            assertThat(settle(hold, DOLLAR)).isEqualTo(Result.ALREADY);
            assertThat(settle(hold, 0)).isEqualTo(Result.ALREADY);
            assertLevel(daily, "*", DOLLAR / 2, 0);
        }

        @Test
        void after_a_release_changes_nothing() {
            Hold hold = held(request(claim(daily, "*", DOLLAR, 0)));
            settle(hold, 0);

            assertThat(settle(hold, DOLLAR)).isEqualTo(Result.ALREADY);
            assertLevel(daily, "*", 0, 0);
        }

        @Test
        void what_nobody_holds_changes_nothing() {
            Hold.Part part = new Hold.Part(daily, "*", time.now().getEpochSecond(), DOLLAR);

            assertThat(settle(new Hold("unheard-of", List.of(part), 0, time.now()), DOLLAR))
                    .isEqualTo(Result.ALREADY);
            assertLevel(daily, "*", 0, 0);
        }

        @Test
        void counts_more_than_was_held_and_refuses_the_next() {
            Hold hold = held(request(claim(daily, "*", DOLLAR, 0)));

            settle(hold, 6 * DOLLAR);

            assertThat(level(daily, "*").left()).isEqualTo(-DOLLAR);
            assertThat(hold(request(claim(daily, "*", 1, 0)))).isInstanceOf(HoldAnswer.Exhausted.class);
        }

        @Test
        void by_several_at_once_happens_once() throws Exception {
            Hold hold = held(request(claim(daily, "*", DOLLAR, 0)));
            AtomicInteger settled = new AtomicInteger();

            race(16, i -> settled.addAndGet(settle(hold, DOLLAR / 4) == Result.SETTLED ? 1 : 0));

            assertThat(settled).hasValue(1);
            assertLevel(daily, "*", DOLLAR / 4, 0);
        }
    }

    @Nested
    class Leases {
        private final Budget daily = Budget.named("daily").limit("5.00 USD").build();

        @Test
        void that_are_over_count_in_full() {
            held(request(claim(daily, "*", DOLLAR, 0)));
            time.advance(LEASE.minusSeconds(1));
            assertLevel(daily, "*", 0, DOLLAR);

            time.advance(Duration.ofSeconds(1));

            assertLevel(daily, "*", DOLLAR, 0);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 300_000_000, 1_000_000_000, 1_500_000_000})
        void are_corrected_by_who_comes_late(long spent) {
            Hold hold = held(request(claim(daily, "*", DOLLAR, 0)));
            time.advance(LEASE.plusMinutes(1));
            assertLevel(daily, "*", DOLLAR, 0);

            assertThat(settle(hold, spent)).isEqualTo(Result.CORRECTED);
            assertLevel(daily, "*", spent, 0);
            assertThat(settle(hold, 0)).isEqualTo(Result.ALREADY);
            assertLevel(daily, "*", spent, 0);
        }

        @Test
        void are_corrected_even_if_nobody_has_looked_since() {
            Hold hold = held(request(claim(daily, "*", DOLLAR, 0)));
            time.advance(LEASE);

            assertThat(settle(hold, 5)).isEqualTo(Result.CORRECTED);
            assertLevel(daily, "*", 5, 0);
        }
    }

    @Nested
    class Charging {
        private final Budget daily = Budget.named("daily").limit("5.00 USD").build();

        @Test
        void counts_whether_or_not_it_fits() {
            assertThat(charge("a", claim(daily, "*", 7 * DOLLAR, 0)).result()).isEqualTo(Result.SETTLED);

            assertThat(level(daily, "*").left()).isEqualTo(-2 * DOLLAR);
        }

        @Test
        void counts_each_name_once() {
            charge("a", claim(daily, "*", DOLLAR, 0));

            assertThat(charge("a", claim(daily, "*", DOLLAR, 0)).result()).isEqualTo(Result.ALREADY);
            charge("b", claim(daily, "*", DOLLAR, 0));
            assertLevel(daily, "*", 2 * DOLLAR, 0);
        }
    }

    @Nested
    class ChargingWhatIsHeld {
        private final Budget daily = Budget.named("daily").limit("5.00 USD").build();

        @Test
        void settles_the_hold_whose_answer_was_lost() {
            Hold hold = held(request(claim(daily, "*", 3 * DOLLAR, 0)));

            charge(hold.id(), claim(daily, "*", DOLLAR, 0));

            assertLevel(daily, "*", DOLLAR, 0);
            assertThat(settle(hold, 0)).isEqualTo(Result.ALREADY);
        }
    }

    @Nested
    class Windows {
        @Test
        void begin_with_nothing_spent() {
            Budget minute = Budget.named("minute")
                    .limit("10 tokens")
                    .period(Period.MINUTE)
                    .build();
            settle(held(request(claim(minute, "*", 10, 0))), 10);
            time.advance(Duration.ofSeconds(59));
            assertThat(hold(request(claim(minute, "*", 1, 0)))).isInstanceOf(HoldAnswer.Exhausted.class);

            time.advance(Duration.ofSeconds(1));

            held(request(claim(minute, "*", 10, 0)));
        }

        @Test
        void a_call_counts_where_it_began() {
            Budget month = Budget.named("month")
                    .limit("5.00 USD")
                    .period(Period.MONTH)
                    .zone(ZoneId.of("Asia/Kolkata"))
                    .build();
            // Midnight in India is half past six in the evening by UTC.
            set(Instant.parse("2026-10-31T18:29:59Z"));
            Hold october = held(request(claim(month, "*", DOLLAR, 0)));
            assertThat(level(month, "*").windowEnd()).isEqualTo(Instant.parse("2026-10-31T18:30:00Z"));

            time.advance(Duration.ofSeconds(1));
            assertThat(settle(october, DOLLAR)).isEqualTo(Result.SETTLED);

            assertLevel(month, "*", 0, 0);
            assertThat(level(month, "*").windowStart()).isEqualTo(Instant.parse("2026-10-31T18:30:00Z"));
            held(request(claim(month, "*", 5 * DOLLAR, 0)));
        }

        @Test
        void a_clock_that_steps_back_neither_resets_nor_doubles_them() {
            Budget daily = Budget.named("daily").limit("5.00 USD").build();
            set(Instant.parse("2026-03-01T23:58:00Z"));
            settle(held(request(claim(daily, "*", 4 * DOLLAR, 0))), 4 * DOLLAR);
            time.advance(Duration.ofMinutes(4));
            settle(held(request(claim(daily, "*", 3 * DOLLAR, 0))), 3 * DOLLAR);

            time.stepWallClock(Duration.ofMinutes(-5));
            assertThat(hold(request(claim(daily, "*", 2 * DOLLAR, 0)))).isInstanceOf(HoldAnswer.Exhausted.class);

            time.stepWallClock(Duration.ofMinutes(5));
            assertLevel(daily, "*", 3 * DOLLAR, 0);
            assertThat(hold(request(claim(daily, "*", 3 * DOLLAR, 0)))).isInstanceOf(HoldAnswer.Exhausted.class);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3})
        void that_roll_never_have_more_than_the_limit_in_any_span(long seed) {
            Budget rolling = Budget.named("rolling")
                    .limit("100 tokens")
                    .rolling(Period.MINUTE)
                    .build();
            Random random = new Random(seed);
            List<long[]> admitted = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                time.advanceNanos(random.nextLong(2_000_000_000L));
                int amount = 1 + random.nextInt(30);
                if (hold(request(claim(rolling, "*", amount, 0))) instanceof HoldAnswer.Held held) {
                    settle(held.hold(), amount);
                    admitted.add(new long[] {time.now().toEpochMilli(), amount});
                }
            }
            assertThat(admitted).hasSizeGreaterThan(30);
            for (int to = 0; to < admitted.size(); to++) {
                long sum = 0;
                for (int from = to; from >= 0 && admitted.get(to)[0] - admitted.get(from)[0] <= 60_000; from--) {
                    sum += admitted.get(from)[1];
                }
                assertThat(sum).isLessThanOrEqualTo(100);
            }
        }

        @Test
        void that_roll_say_when_the_oldest_of_it_leaves_and_it_does() {
            Budget rolling = Budget.named("rolling")
                    .limit("100 tokens")
                    .rolling(Period.HOUR)
                    .build();
            settle(held(request(claim(rolling, "*", 100, 0))), 100);
            time.advance(Duration.ofMinutes(30));
            HoldAnswer.Exhausted refused = (HoldAnswer.Exhausted) hold(request(claim(rolling, "*", 1, 0)));

            Duration wait = Duration.between(time.now(), refused.level().windowEnd());

            assertThat(wait).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
            time.advance(wait.minusNanos(1));
            assertThat(hold(request(claim(rolling, "*", 1, 0)))).isInstanceOf(HoldAnswer.Exhausted.class);
            time.advanceNanos(1);
            held(request(claim(rolling, "*", 100, 0)));
        }

        @Test
        void tokens_for_each_minute_come_back_as_far_as_they_were_not_used() {
            Budget tpm = Budget.named("tpm")
                    .limit("1000 tokens")
                    .rolling(Period.MINUTE)
                    .build();
            Hold hold = held(request(claim(tpm, "*", 900, 0)));
            settle(hold, 100);

            assertLevel(tpm, "*", 100, 0);
            settle(held(request(claim(tpm, "*", 900, 0))), 1_200);
            assertThat(level(tpm, "*").left()).isEqualTo(-300);
            time.advance(Duration.ofSeconds(62));
            assertLevel(tpm, "*", 0, 0);
        }
    }

    @Nested
    class Alerts {
        private final Budget daily = Budget.named("daily").limit("10.00 USD").build();

        @Test
        void are_told_once_for_each_threshold_and_window() {
            assertThat(spend(daily, 4 * DOLLAR)).isEmpty();
            assertThat(spend(daily, DOLLAR)).containsExactly(50);
            assertThat(spend(daily, DOLLAR)).isEmpty();
            assertThat(spend(daily, 4 * DOLLAR)).containsExactly(80, 100);
            assertThat(spend(daily, 0)).isEmpty();

            time.advance(Duration.ofDays(1));

            assertThat(spend(daily, 9 * DOLLAR)).containsExactly(50, 80);
        }

        @Test
        void are_told_of_charges_as_well() {
            SettleAnswer answer = charge("a", claim(daily, "*", 6 * DOLLAR, 0));

            assertThat(answer.crossings()).hasSize(1);
            assertThat(answer.crossings().get(0).percent()).isEqualTo(50);
            assertThat(answer.crossings().get(0).level().committed()).isEqualTo(6 * DOLLAR);
        }

        @Test
        void are_told_by_one_of_all_who_settle_at_once() throws Exception {
            int threads = rivals();
            Budget budget = Budget.named("daily").nanoUsd(threads * 100L).build();
            List<Hold> holds = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                holds.add(held(request(claim(budget, "*", 100, 0))));
            }
            Map<Integer, AtomicInteger> told =
                    Map.of(50, new AtomicInteger(), 80, new AtomicInteger(), 100, new AtomicInteger());

            race(
                    threads,
                    i -> answer(holds.get(i), 100)
                            .crossings()
                            .forEach(crossing -> told.get(crossing.percent()).incrementAndGet()));

            assertThat(told.values()).allMatch(count -> count.get() == 1);
        }

        private List<Integer> spend(Budget budget, long amount) {
            SettleAnswer answer = answer(held(request(claim(budget, "*", amount, 0))), amount);
            return answer.crossings().stream()
                    .map(SettleAnswer.Crossing::percent)
                    .toList();
        }
    }

    @Nested
    class AtOnce {
        @Test
        @Timeout(60)
        void a_thousand_threads_get_what_there_is_and_nobody_ever_sees_more() throws Exception {
            race(races());
        }

        @Test
        @Tag("heavy")
        @Timeout(600)
        void a_thousand_threads_a_hundred_times() throws Exception {
            race(100);
        }

        private void race(int times) throws Exception {
            Budget global = Budget.named("global").limit("5.00 USD").build();
            Budget user =
                    Budget.named("user").key(BudgetKey.USER).limit("7.00 USD").build();
            Budget model =
                    Budget.named("model").key(BudgetKey.MODEL).limit("9.00 USD").build();
            ExecutorService pool = Executors.newFixedThreadPool(rivals() + 1);
            try {
                for (int i = 0; i < times; i++) {
                    String key = "race-" + i;
                    rush(pool, List.of(claim(global, key, DOLLAR / 10, 0)));
                    rush(
                            pool,
                            List.of(
                                    claim(model, key, DOLLAR / 10, 0),
                                    claim(global, key + "-nested", DOLLAR / 10, 0),
                                    claim(user, key, DOLLAR / 10, 0)));
                }
            } finally {
                pool.shutdownNow();
            }
        }

        private void rush(ExecutorService pool, List<Claim> claims) throws Exception {
            AtomicInteger admitted = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            Future<Integer> samples = pool.submit(() -> sample(claims, over));
            try {
                BudgetStoreContract.race(pool, rivals(), i -> admitted.addAndGet(spend(claims) ? 1 : 0));
            } finally {
                over.set(true);
            }
            assertThat(samples.get()).isPositive();
            assertThat(admitted).hasValue(50);
            for (Claim claim : claims) {
                assertLevel(claim.budget(), claim.key(), 5 * DOLLAR, 0);
            }
        }

        private boolean spend(List<Claim> claims) {
            if (hold(request(claims.toArray(Claim[]::new))) instanceof HoldAnswer.Held held) {
                long[] spent = new long[claims.size()];
                Arrays.fill(spent, DOLLAR / 10);
                return settle(held.hold(), spent) == Result.SETTLED;
            }
            return false;
        }

        private int sample(List<Claim> claims, AtomicBoolean over) {
            int samples = 0;
            do {
                List<BudgetLevel> levels = join(store().levels(claims));
                for (BudgetLevel level : levels) {
                    assertThat(level.left()).isNotNegative();
                    // All of a call are held in one step: nobody sees one of them without the others.
                    assertThat(level.committed() + level.held())
                            .isEqualTo(levels.get(0).committed() + levels.get(0).held());
                }
                samples++;
            } while (!over.get());
            return samples;
        }
    }

    @Nested
    class AtRandom {
        @ParameterizedTest
        @ValueSource(longs = {1, 20261101})
        @Timeout(120)
        void what_is_counted_is_what_was_told(long seed) {
            new BudgetMachine(BudgetStoreContract.this, new Random(seed)).run(steps());
        }
    }

    /** Moves the clocks to an instant later than now. */
    protected final void set(Instant instant) {
        time.advance(Duration.between(time.now(), instant));
    }

    /** A request for exactly this. */
    protected final HoldRequest request(Claim... claims) {
        return new HoldRequest(id(), List.of(claims), 0, 0, LEASE);
    }

    /** A name that was not used before. */
    protected final String id() {
        return "hold-" + ids.incrementAndGet();
    }

    /** What a call wants of a budget. */
    protected static Claim claim(Budget budget, String key, long fixed, long perToken) {
        return new Claim(budget, key, fixed, perToken);
    }

    /** Asks for a hold. */
    protected final HoldAnswer hold(HoldRequest request) {
        return join(store().hold(request));
    }

    /** Asks for a hold and gets it. */
    protected final Hold held(HoldRequest request) {
        HoldAnswer answer = hold(request);
        assertThat(answer).isInstanceOf(HoldAnswer.Held.class);
        return ((HoldAnswer.Held) answer).hold();
    }

    /** Settles a hold. */
    protected final Result settle(Hold hold, long... spent) {
        return answer(hold, spent).result();
    }

    /** Settles a hold. */
    protected final SettleAnswer answer(Hold hold, long... spent) {
        return join(store().settle(hold, spent));
    }

    /** Charges without a hold. */
    protected final SettleAnswer charge(String id, Claim... spent) {
        return join(store().charge(id, List.of(spent)));
    }

    /** How a budget is. */
    protected final BudgetLevel level(Budget budget, String key) {
        return join(store().levels(List.of(claim(budget, key, 0, 0)))).get(0);
    }

    /** Expects a level. */
    protected final void assertLevel(Budget budget, String key, long committed, long held) {
        BudgetLevel level = level(budget, key);
        assertThat(new long[] {level.committed(), level.held()}).containsExactly(committed, held);
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Lets many threads begin at once and waits for all of them. */
    protected static void race(int threads, Runner runner) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            race(pool, threads, runner);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void race(ExecutorService pool, int threads, Runner runner) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int index = i;
            all.add(pool.submit(() -> {
                start.await();
                runner.run(index);
                return null;
            }));
        }
        start.countDown();
        for (Future<?> one : all) {
            one.get(60, TimeUnit.SECONDS);
        }
    }

    /** What each of them does. */
    @FunctionalInterface
    protected interface Runner {
        /** Runs as one of many. */
        void run(int index);
    }
}
