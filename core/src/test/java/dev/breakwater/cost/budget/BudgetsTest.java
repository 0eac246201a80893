/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cost.budget.Budget.OnStoreFailure;
import dev.breakwater.cost.budget.BudgetDecision.Kind;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetsTest {
    private static final long DOLLAR = 1_000_000_000L;

    private final ManualTime time = new ManualTime();
    private final List<BudgetDecision> told = new ArrayList<>();
    private final Shaky store = new Shaky(new LocalBudgetStore(time));
    private Budgets budgets = Budgets.builder(store, (decision, exchange) -> told.add((BudgetDecision) decision), time)
            .verifier((header, credential, exchange) -> credential.startsWith("genuine"))
            .build();

    private final Budget daily = Budget.named("daily").limit("5.00 USD").build();

    @Nested
    class Reserving {
        @Test
        void holds_the_ceiling_and_settles_what_it_was() {
            budgets.use(
                    List.of(daily, Budget.named("tokens").limit("1000 tokens").build()));

            Reservation held = reserve(new SpendCeiling(DOLLAR, 1_000, 100), null, 500, 1);

            assertThat(held.tokens()).isEqualTo(500);
            assertThat(left()).containsExactly(4 * DOLLAR - 500_000, 400L);
            assertThat(join(held.settle(DOLLAR / 2, 150)).result()).isEqualTo(Result.SETTLED);
            assertThat(left()).containsExactly(4 * DOLLAR + DOLLAR / 2, 850L);
            assertThat(join(held.release()).result()).isEqualTo(Result.ALREADY);
            assertThat(left()).containsExactly(4 * DOLLAR + DOLLAR / 2, 850L);
        }

        @Test
        void keeps_what_nobody_knows_and_gives_back_what_was_not_used() {
            budgets.use(List.of(daily));

            join(reserve(dollars(1), null).keep());
            join(reserve(dollars(1), null).release());

            assertThat(left()).containsExactly(4 * DOLLAR);
        }

        @Test
        void refuses_cheaply_and_says_until_when() {
            budgets.use(List.of(daily));
            time.advance(Duration.ofHours(23));

            assertThatThrownBy(() -> reserve(dollars(6), null))
                    .isInstanceOfSatisfying(BudgetExceededException.class, refused -> {
                        assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(1));
                        assertThat(refused.getStackTrace()).isEmpty();
                        assertThat(refused).hasMessageContaining("daily");
                        assertThat(refused.level().left()).isEqualTo(5 * DOLLAR);
                    });
            assertThat(told).extracting(BudgetDecision::kind).containsExactly(Kind.EXHAUSTED);
        }

        @Test
        void answers_on_the_calling_thread_at_once() {
            budgets.use(List.of(daily));

            assertThat(budgets.reserve(dollars(1), "m", null, 0, 0).toCompletableFuture())
                    .isDone();
            assertThat(budgets.reserve(dollars(5), "m", null, 0, 0).toCompletableFuture())
                    .isCompletedExceptionally();
        }

        @Test
        void lets_every_call_go_on_while_there_is_no_budget() {
            Reservation free = reserve(dollars(1_000), null, 77, 7);

            assertThat(free.tokens()).isEqualTo(77);
            assertThat(join(free.settle(1, 1)).result()).isEqualTo(Result.SETTLED);
        }

        @Test
        void in_shadow_mode_only_says_what_it_would_have_refused() {
            budgets.use(List.of(
                    Budget.named("daily").limit("5.00 USD").mode(Mode.SHADOW).build()));

            join(reserve(dollars(6), null).settle(6 * DOLLAR, 0));

            assertThat(budgets.limitMoney()).isFalse();
            assertThat(told).extracting(BudgetDecision::kind).startsWith(Kind.WOULD_EXHAUST, Kind.ALERT);
            assertThat(left()).containsExactly(-DOLLAR);
        }

        @Test
        void tells_thresholds_and_bears_who_cannot_listen() {
            budgets = new Budgets(
                    store,
                    (decision, exchange) -> {
                        told.add((BudgetDecision) decision);
                        throw new IllegalStateException("deaf");
                    },
                    time);
            budgets.use(List.of(daily));

            assertThat(join(reserve(dollars(5), null).keep()).result()).isEqualTo(Result.SETTLED);

            assertThat(told).extracting(BudgetDecision::percent).containsExactly(50, 80, 100);
        }

        @Test
        void tells_thresholds_that_are_crossed_because_nobody_settled() {
            LocalBudgetStore local = new LocalBudgetStore(time);
            budgets = new Budgets(local, (decision, exchange) -> told.add((BudgetDecision) decision), time);
            budgets.use(List.of(daily));
            Reservation held = reserve(dollars(4), null);
            time.advance(Budgets.DEFAULT_LEASE);

            assertThat(budgets.expired()).containsExactly(held.hold());
            assertThat(told).extracting(BudgetDecision::percent).containsExactly(50, 80);
        }

        @Test
        void tells_what_it_counts_where_without_a_hold() {
            Budget tokens = Budget.named("tokens").tokens(10).key("model").build();
            budgets.use(List.of(daily, tokens));
            time.advance(Duration.ofHours(30));

            assertThat(budgets.charge("a", DOLLAR, 7, "m", null).parts())
                    .containsExactly(
                            new Hold.Part(
                                    daily,
                                    "*",
                                    levelOf(daily, "*").windowStart().getEpochSecond(),
                                    DOLLAR),
                            new Hold.Part(
                                    tokens,
                                    "m",
                                    levelOf(tokens, "m").windowStart().getEpochSecond(),
                                    7));
        }

        private BudgetLevel levelOf(Budget budget, String key) {
            return join(store.levels(List.of(new Claim(budget, key, 0, 0)))).get(0);
        }

        @Test
        void counts_what_was_not_held() {
            budgets.use(List.of(daily));

            join(budgets.charge("a", 3 * DOLLAR, 0, "m", null).answer());
            join(budgets.charge("a", 3 * DOLLAR, 0, "m", null).answer());

            assertThat(left()).containsExactly(2 * DOLLAR);
            assertThat(told).extracting(BudgetDecision::percent).containsExactly(50);
        }
    }

    @Test
    void budgets_of_one_name_are_refused() {
        assertThatThrownBy(() -> budgets.use(List.of(daily, daily))).isInstanceOf(InvalidPolicyException.class);
    }

    @Nested
    class Keys {
        @ParameterizedTest
        @CsvSource({
            "global, *",
            "user, ada",
            "model, gpt-6-luna",
            "route, /chat/{id}",
            "attribute:tenant, acme",
            "attribute:team, -",
            "user+model, ada+gpt-6-luna",
            "attribute:team+user, -+ada",
        })
        void are_read_from_the_request(String key, String value) {
            TestExchange exchange = TestExchange.get("/chat/1").identifiedAs("ada");
            exchange.route("/chat/{id}");
            BudgetAttributes.set(exchange, "Tenant", "acme");

            assertThat(key(key, exchange)).isEqualTo(value);
        }

        @ParameterizedTest
        @CsvSource({"user", "route", "api-key", "attribute:tenant"})
        void that_nobody_has_are_shared(String key) {
            assertThat(key(key, null)).isEqualTo("-");
            assertThat(key(key, TestExchange.get("/"))).isEqualTo("-");
        }

        @Test
        void cannot_be_made_to_look_like_others() {
            String longName = "x".repeat(1_000);

            assertThat(List.of(
                            userKey("-"),
                            userKey("%2D"),
                            userKey("*"),
                            userKey("a+b"),
                            userKey("a%2Bb"),
                            userKey(longName),
                            userKey(userKey(longName)),
                            key("user", null)))
                    .doesNotHaveDuplicates()
                    .allMatch(key -> key.length() < 130);
        }

        @Test
        void of_api_keys_count_only_if_genuine_and_are_not_kept() {
            String genuine = apiKey("genuine-4711");

            assertThat(genuine).hasSize(32).doesNotContain("4711").isEqualTo(apiKey("genuine-4711"));
            assertThat(apiKey("genuine-4712")).isNotEqualTo(genuine);
            assertThat(apiKey("invented")).isEqualTo("-");
        }

        @Test
        void of_work_outside_requests_are_handed_in() {
            budgets.use(
                    List.of(Budget.named("b").key(BudgetKey.attribute("tenant")).build()));

            Reservation held = join(budgets.reserve(
                    dollars(1), "m", null, BudgetAttributes.of("tenant", "acme").and("x", "y"), 0, 0));

            assertThat(held.hold().parts().get(0).key()).isEqualTo("acme");
        }

        @Test
        void set_by_the_application_belong_to_the_request_of_its_thread() {
            TestExchange exchange = TestExchange.get("/");
            Exchange before = CurrentExchange.open(exchange);
            try {
                BudgetAttributes.set("tenant", "acme");
            } finally {
                CurrentExchange.close(before);
            }
            BudgetAttributes.set("tenant", "nobody's");

            assertThat(key("attribute:tenant", exchange)).isEqualTo("acme");
        }

        @Test
        void of_users_that_cannot_be_read_or_keys_that_cannot_be_verified_are_nobodys() {
            budgets = Budgets.builder(store, (decision, exchange) -> {}, time)
                    .verifier((header, credential, exchange) -> {
                        throw new IllegalStateException(credential);
                    })
                    .build();

            assertThat(apiKey("genuine")).isEqualTo("-");
        }

        private String userKey(String user) {
            return key("user", TestExchange.get("/").identifiedAs(user));
        }

        private String apiKey(String credential) {
            return key(
                    "api-key",
                    TestExchange.request("GET", "/")
                            .header("X-API-Key", credential)
                            .build());
        }

        private String key(String key, @Nullable Exchange exchange) {
            budgets.use(List.of(Budget.named("b").key(key).build()));
            Reservation held = join(budgets.reserve(dollars(0), "gpt-6-luna", exchange, 0, 0));
            return held.hold().parts().get(0).key();
        }
    }

    @Nested
    class Looking {
        private final TestExchange exchange = TestExchange.get("/").identifiedAs("ada");

        @Test
        void finds_an_enforced_budget_that_is_gone_and_that_the_request_is_known_to_use() {
            budgets.use(List.of(
                    Budget.named("shadow").limit("1 USD").mode(Mode.SHADOW).build(),
                    Budget.named("model").limit("1 USD").key("model").build(),
                    Budget.named("tenant")
                            .limit("1 USD")
                            .key("attribute:tenant")
                            .build(),
                    Budget.named("user").limit("1 USD").key("user").build()));
            assertThat(look()).isNull();
            join(budgets.charge("a", DOLLAR, 0, "m", TestExchange.get("/")).answer());
            assertThat(look()).isNull();

            join(budgets.charge("b", DOLLAR, 0, "m", exchange).answer());

            assertThat(look().budget().name()).isEqualTo("user");
            assertThat(join(budgets.look(exchange, budget -> false))).isNull();
            BudgetAttributes.set(exchange, "tenant", "acme");
            join(budgets.charge("c", DOLLAR, 0, "m", exchange).answer());
            assertThat(look().budget().name()).isEqualTo("tenant");
        }

        @ParameterizedTest
        @CsvSource({"OPEN, true", "LOCAL, false"})
        void finds_nothing_while_the_store_cannot_say_if_calls_may_be_made_then(OnStoreFailure then, boolean throwing) {
            budgets.use(List.of(Budget.named("daily").onStoreFailure(then).build()));
            join(budgets.charge("a", 5 * DOLLAR, 0, "m", null).answer());
            store.fails = true;
            store.throwing = throwing;

            assertThat(look()).isNull();
        }

        @ParameterizedTest
        @CsvSource({"true", "false"})
        void fails_while_the_store_cannot_say_if_calls_are_refused_then(boolean throwing) {
            budgets.use(List.of(daily));
            store.fails = true;
            store.throwing = throwing;

            assertThatThrownBy(this::look)
                    .isInstanceOfSatisfying(
                            BudgetUnavailableException.class,
                            refused -> assertThat(refused.budget()).isEqualTo("daily"));
            assertThat(told).extracting(BudgetDecision::kind).containsExactly(Kind.UNAVAILABLE);
        }

        @Test
        void lists_all_for_reports() {
            budgets.use(List.of(
                    daily, Budget.named("user").limit("1 USD").key("user").build()));
            for (int i = 0; i < 5; i++) {
                join(budgets.charge("c" + i, i, 0, "m", TestExchange.get("/").identifiedAs("u" + i))
                        .answer());
            }

            assertThat(join(budgets.levels(2)))
                    .extracting(level -> level.budget().name() + " " + level.key() + " " + level.committed())
                    .containsExactly("daily * 10", "user u4 4", "user u3 3");
        }

        private @Nullable BudgetLevel look() {
            return join(budgets.look(exchange, budget -> true));
        }
    }

    @Nested
    class WithoutAStore {
        @ParameterizedTest
        @CsvSource({"true", "false"})
        void closed_budgets_refuse(boolean throwing) {
            budgets.use(List.of(daily));
            store.fails = true;
            store.throwing = throwing;

            assertThatThrownBy(() -> reserve(dollars(1), null))
                    .isInstanceOfSatisfying(BudgetUnavailableException.class, refused -> {
                        assertThat(refused.budget()).isEqualTo("daily");
                        assertThat(refused.getStackTrace()).isEmpty();
                    });
            assertThat(told).extracting(BudgetDecision::kind).containsExactly(Kind.UNAVAILABLE);
        }

        @Test
        void open_ones_are_counted_once_it_is_back_and_once() {
            budgets.use(List.of(with(OnStoreFailure.OPEN)));
            store.fails = true;
            Reservation held = reserve(dollars(9), null, 40, 1);
            assertThat(held.tokens()).isEqualTo(40);
            assertThat(join(held.settle(3 * DOLLAR, 0)).result()).isEqualTo(Result.UNAVAILABLE);
            join(held.settle(3 * DOLLAR, 0));
            store.fails = false;

            for (int i = 0; i < 5; i++) {
                join(reserve(dollars(1), null).release());
            }

            assertThat(left()).containsExactly(2 * DOLLAR);
        }

        @Test
        void a_store_that_counts_later_by_itself_is_not_told_again() {
            store.retells = true;
            budgets.use(List.of(daily));
            store.fails = true;
            assertThat(join(budgets.charge("a", DOLLAR, 0, "m", null).answer()).result())
                    .isEqualTo(Result.UNAVAILABLE);
            store.fails = false;

            join(reserve(dollars(1), null).release());

            assertThat(left()).containsExactly(5 * DOLLAR);
        }

        @Test
        void local_ones_may_spend_this_instances_share() {
            store.instances = 5;
            budgets.use(List.of(with(OnStoreFailure.LOCAL)));
            store.fails = true;
            Reservation held = reserve(new SpendCeiling(DOLLAR / 2, DOLLAR / 100, 0), null, 100, 1);

            assertThat(held.tokens()).isEqualTo(50);
            assertThat(held.hold().parts().get(0).amount()).isEqualTo(DOLLAR);
            assertThatThrownBy(() -> reserve(dollars(1), null)).isInstanceOf(BudgetExceededException.class);
            join(held.settle(DOLLAR / 4, 0));
            join(reserve(new SpendCeiling(DOLLAR * 3 / 4, 0, 0), null).release());

            store.fails = false;
            join(reserve(dollars(1), null).release());
            assertThat(left()).containsExactly(5 * DOLLAR - DOLLAR / 4);
        }

        @Test
        void a_hold_whose_answer_was_lost_is_settled_and_not_counted_twice() {
            budgets.use(List.of(with(OnStoreFailure.OPEN)));
            store.losesAnswers = true;
            Reservation held = reserve(dollars(4), null);
            store.losesAnswers = false;

            join(held.settle(DOLLAR, 0));

            assertThat(left()).containsExactly(4 * DOLLAR);
        }

        private Budget with(OnStoreFailure then) {
            return Budget.named("daily").limit("5.00 USD").onStoreFailure(then).build();
        }
    }

    private Reservation reserve(SpendCeiling ceiling, @Nullable Exchange exchange) {
        return reserve(ceiling, exchange, 0, 0);
    }

    private Reservation reserve(SpendCeiling ceiling, @Nullable Exchange exchange, long wanted, long least) {
        return join(budgets.reserve(ceiling, "m", exchange, wanted, least));
    }

    private static SpendCeiling dollars(long count) {
        return new SpendCeiling(count * DOLLAR, 0, 0);
    }

    private List<Long> left() {
        return join(budgets.levels("m", null)).stream().map(BudgetLevel::left).toList();
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** A store that can be lost. */
    private static final class Shaky implements BudgetStore {
        private final BudgetStore store;
        boolean fails;
        boolean throwing;
        boolean losesAnswers;
        boolean retells;
        int instances = 1;

        Shaky(BudgetStore store) {
            this.store = store;
        }

        private <T> CompletionStage<T> lost() {
            IllegalStateException fault = new IllegalStateException("gone");
            if (throwing) {
                throw fault;
            }
            return CompletableFuture.failedFuture(fault);
        }

        @Override
        public CompletionStage<HoldAnswer> hold(HoldRequest request) {
            CompletionStage<HoldAnswer> answer = fails ? lost() : store.hold(request);
            return losesAnswers ? lost() : answer;
        }

        @Override
        public CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
            return fails ? lost() : store.settle(hold, spent);
        }

        @Override
        public CompletionStage<SettleAnswer> charge(String id, List<Claim> spent) {
            return fails ? lost() : store.charge(id, spent);
        }

        @Override
        public CompletionStage<List<BudgetLevel>> levels(List<Claim> keys) {
            return fails ? lost() : store.levels(keys);
        }

        @Override
        public CompletionStage<List<BudgetLevel>> largest(Budget budget, int most) {
            return fails ? lost() : store.largest(budget, most);
        }

        @Override
        public boolean retells() {
            return retells;
        }

        @Override
        public int instances() {
            return instances;
        }
    }
}
