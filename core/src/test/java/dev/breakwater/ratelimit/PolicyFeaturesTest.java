/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static dev.breakwater.ratelimit.RateLimitRig.end;
import static dev.breakwater.ratelimit.RateLimitRig.field;
import static dev.breakwater.ratelimit.RateLimitRig.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What policies can say beyond how much: what counts, what it costs, who is meant, and what only looks on. */
final class PolicyFeaturesTest {
    private static final TestExchange ANY = TestExchange.get("/");

    @Nested
    class CountingFailures {
        private final RateLimitRig rig = RateLimitRig.of(
                policy("login", "5 per minute").count(CountedRequests.FAILURES).paths("/login"));

        @Test
        void lets_no_more_wrong_passwords_in_at_once_than_the_limit_says() {
            List<Admission> running = IntStream.range(0, 50)
                    .parallel()
                    .mapToObj(i -> rig.admit(TestExchange.get("/login")))
                    .toList();

            assertThat(running.stream().filter(one -> one.reply() == null)).hasSize(5);
            running.forEach(one -> end(one, 401));
            assertThat(rig.get("/login")).isEqualTo(429);
        }

        @Test
        void lets_all_right_ones_in_one_after_another() {
            for (int i = 0; i < 50; i++) {
                assertThat(rig.get("/login")).isEqualTo(200);
            }
        }

        @ParameterizedTest(name = "{0} {1}: r={2}")
        @CsvSource({
            "200, OK, 5",
            "302, OK, 5",
            "404, OK, 5",
            "500, ERROR, 5",
            "429, REJECTED, 5",
            "503, TIMEOUT, 5",
            "401, OK, 4",
            "403, OK, 4",
            "401, REJECTED, 4",
            "0, OK, 4",
            "0, CLIENT_ABORT, 4",
            "200, CLIENT_ABORT, 4"
        })
        void keeps_the_charge_of_what_failed_or_may_have(int status, Outcome.Kind kind, int remaining) {
            end(rig.admit(TestExchange.get("/login")), status, kind);

            assertThat(rig.fields(TestExchange.get("/login"))).startsWith("\"login\";r=" + (remaining - 1) + ";");
        }

        @Test
        void hears_of_a_failure_that_the_status_hides() {
            for (int i = 0; i < 5; i++) {
                TestExchange exchange = TestExchange.get("/login");
                Admission admission = rig.admit(exchange);
                RateLimitCharges.of(exchange).failed();
                end(admission, 302);
            }

            assertThat(rig.get("/login")).isEqualTo(429);
        }

        @Test
        void hears_of_it_also_after_the_end_and_then_takes_it_again_once() {
            TestExchange exchange = TestExchange.get("/login");
            end(rig.admit(exchange), 200);

            RateLimitCharges.of(exchange).failed();
            RateLimitCharges.of(exchange).failed();

            assertThat(rig.fields(TestExchange.get("/login"))).startsWith("\"login\";r=3;");
        }

        @Test
        void a_request_refused_after_authentication_gets_its_charge_back_once() {
            RateLimitRig two = RateLimitRig.of(
                    policy("login", "5 per minute").count(CountedRequests.FAILURES),
                    policy("mine", "1 per minute").key("user"));
            end(two.admit(TestExchange.get("/"), "alice"), 401);

            assertThat(end(two.admit(TestExchange.get("/"), "alice"), 200)).isEqualTo(429);

            assertThat(field(two.admit(TestExchange.get("/"), "bob"))).startsWith("\"login\";r=3;");
        }
    }

    @Nested
    class Costs {
        @Test
        void that_are_not_covered_take_nothing() {
            AtomicLong cost = new AtomicLong(3);
            RateLimitRig rig = costing(policy("p", "5 per hour"), cost::get);

            assertThat(rig.status(ANY)).isEqualTo(200);
            assertThat(rig.status(ANY)).isEqualTo(429);
            cost.set(2);
            assertThat(rig.fields(ANY)).startsWith("\"p\";r=0;");
            cost.set(0);
            assertThat(rig.status(ANY)).isEqualTo(200);
        }

        @Test
        void beyond_a_full_bucket_are_refused_without_hope() {
            RateLimitRig rig = costing(policy("p", "5 per hour"), () -> 6);

            Reply reply = rig.admit(ANY).reply();

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.headers()).extracting(Reply.Header::name).doesNotContain("Retry-After");
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({"OPEN, 200", "LOCAL, 200", "CLOSED, 503"})
        void that_cannot_be_told_follow_the_policy_and_are_said_once(OnStoreFailure way, int status) {
            ListAppender<ILoggingEvent> said = new ListAppender<>();
            Logger logger = (Logger) LoggerFactory.getLogger(Breakwater.class);
            said.start();
            logger.addAppender(said);
            RateLimitRig rig = costing(policy("p", "5 per hour").cost(2).onStoreFailure(way), () -> -100);
            try {
                assertThat(rig.status(ANY)).isEqualTo(status);
                assertThat(rig.status(ANY)).isEqualTo(status);
                assertThat(rig.status(ANY)).isEqualTo(status == 200 ? 429 : 503);
            } finally {
                logger.detachAppender(said);
            }

            assertThat(said.list).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).contains("the cost resolver of rate limit p");
                assertThat(event.getThrowableProxy().getMessage()).contains("-100");
            });
        }

        @Test
        void that_fail_on_trial_refuse_nobody() {
            RateLimitRig rig =
                    costing(policy("p", "5 per hour").mode(Mode.SHADOW).onStoreFailure(OnStoreFailure.CLOSED), () -> {
                        throw new AssertionError("planned");
                    });

            assertThat(rig.status(ANY)).isEqualTo(200);
        }

        private static RateLimitRig costing(RateLimitPolicy.Builder policy, LongSupplier cost) {
            return RateLimitRig.of(policy.cost(exchange -> cost.getAsLong()));
        }
    }

    @Nested
    class Settling {
        private final RateLimitRig rig =
                RateLimitRig.of(policy("llm", "1000 per hour").cost(1000), policy("calls", "9 per hour"));
        private final TestExchange exchange = TestExchange.get("/");

        @Test
        void gives_back_what_was_taken_too_much() {
            rig.admit(exchange);

            assertThat(RateLimitCharges.of(exchange).settle("LLM", 250)).isTrue();

            assertThat(rig.remaining()).containsEntry("llm", 750L).containsEntry("calls", 8L);
        }

        @Test
        void takes_what_is_missing_even_from_an_empty_bucket() {
            rig.admit(exchange);

            RateLimitCharges.of(exchange).settle("llm", 1500);

            rig.time.advance(Duration.ofMinutes(30));
            assertThat(rig.remaining()).containsEntry("llm", 0L);
            rig.time.advance(Duration.ofMinutes(6));
            assertThat(rig.remaining()).containsEntry("llm", 100L);
        }

        @Test
        void happens_once_whoever_asks_and_whenever() throws Exception {
            Admission admission = rig.admit(exchange);
            RateLimitCharges charges = RateLimitCharges.of(exchange);
            end(admission, 0, Outcome.Kind.CLIENT_ABORT);

            long settled = IntStream.range(0, 100)
                    .parallel()
                    .filter(i -> i % 2 == 0 ? charges.settle("llm", 250) : charges.refund("llm"))
                    .count();

            assertThat(settled).isEqualTo(1);
            assertThat(rig.remaining().get("llm")).isIn(750L, 1000L);
            assertThat(rig.remaining()).containsEntry("calls", 8L);
        }

        @Test
        void by_nobody_leaves_the_charge() {
            end(rig.admit(exchange), 0, Outcome.Kind.CLIENT_ABORT);

            assertThat(rig.remaining()).containsEntry("llm", 0L);
        }

        @Test
        void is_at_hand_wherever_the_request_is() {
            rig.admit(exchange);
            Exchange previous = CurrentExchange.open(exchange);
            try {
                assertThat(RateLimitCharges.current().refund("calls")).isTrue();
            } finally {
                CurrentExchange.close(previous);
            }

            assertThat(rig.remaining()).containsEntry("calls", 9L);
            assertThat(RateLimitCharges.current().refund("whatever")).isFalse();
        }

        @Test
        void says_what_the_program_has_mistaken() {
            rig.admit(exchange);
            RateLimitCharges charges = RateLimitCharges.of(exchange);

            assertThatThrownBy(() -> charges.settle("lmm", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rate limit lmm: no such policy (expected: calls or llm). Did you mean llm?");
            assertThatThrownBy(() -> charges.settle("llm", -1)).hasMessageContaining("actual: -1 (expected: 0 or more");
        }

        @Test
        void of_a_request_that_the_policy_is_not_about_does_nothing() {
            RateLimitRig other = RateLimitRig.of(policy("llm", "5/m").paths("/llm"));
            other.admit(exchange);

            assertThat(RateLimitCharges.of(exchange).settle("llm", 1)).isFalse();
            assertThatThrownBy(() -> RateLimitCharges.of(exchange).settle("lmm", 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void hides_the_trouble_of_the_store() {
            RateLimitStore broken = new RateLimitStore() {
                @Override
                public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
                    List<Level> levels = List.of(Level.ofWindows(1));
                    return CompletableFuture.completedFuture(new StoreAnswer.Decided(true, levels));
                }

                @Override
                public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
                    throw new IllegalStateException("planned");
                }
            };
            RateLimitGuard guard = RateLimitGuard.builder()
                    .store(broken)
                    .policies(policy("p", "5/m").build())
                    .build();
            guard.inspect(exchange);

            assertThat(RateLimitCharges.of(exchange).refund("p")).isTrue();
        }
    }

    @Nested
    class StandingIn {
        @Test
        void takes_the_place_of_the_others_where_both_are_about_a_request() {
            RateLimitRig rig = RateLimitRig.of(
                    policy("default", "1 per hour"),
                    policy("optimize", "3 per hour").paths("/optimize").replaces("DEFAULT"));

            assertThat(List.of(rig.get("/optimize"), rig.get("/optimize"), rig.get("/optimize"), rig.get("/optimize")))
                    .containsExactly(200, 200, 200, 429);
            assertThat(rig.get("/other")).isEqualTo(200);
            assertThat(rig.get("/other")).isEqualTo(429);
        }

        @Test
        void is_nothing_that_a_policy_on_trial_does_to_an_enforced_one() {
            RateLimitRig rig = RateLimitRig.of(
                    policy("default", "1 per hour"),
                    policy("trial", "9 per hour").replaces("default").mode(Mode.SHADOW));

            assertThat(rig.get("/")).isEqualTo(200);
            assertThat(rig.get("/")).isEqualTo(429);
        }

        @Test
        void is_for_policies_that_are_there_and_never_for_oneself() {
            assertThat(faults(
                            policy("default", "1/m"),
                            policy("optimize", "1/m").replaces("defualt", "Optimize"),
                            policy("a", "1/m").replaces("B"),
                            policy("b", "1/m").replaces("c"),
                            policy("c", "1/m").replaces("A")))
                    .containsExactly(
                            "BW-RATE-029 policies[1].replaces[0]: Did you mean default?",
                            "BW-RATE-030 policies[1].replaces[1]: optimize would stand in for itself by way of optimize;"
                                    + " remove one of these.",
                            "BW-RATE-030 policies[2].replaces[0]: a would stand in for itself by way of b, c, a; remove one"
                                    + " of these.",
                            "BW-RATE-030 policies[3].replaces[0]: b would stand in for itself by way of c, a, b; remove one"
                                    + " of these.",
                            "BW-RATE-030 policies[4].replaces[0]: c would stand in for itself by way of a, b, c; remove one"
                                    + " of these.");
        }

        private static List<String> faults(RateLimitPolicy.Builder... builders) {
            List<RateLimitPolicy> policies = new ArrayList<>();
            for (RateLimitPolicy.Builder builder : builders) {
                policies.add(builder.build());
            }
            return catchThrowableOfType(InvalidPolicyException.class, () -> RateLimitPolicies.of(policies))
                    .problems()
                    .stream()
                    .filter(Problem::isError)
                    .map(problem -> problem.code() + " " + problem.path() + ": " + problem.fix())
                    .toList();
        }
    }

    @Nested
    class OnTrial {
        private final RateLimitRig rig = RateLimitRig.of(
                policy("real", "3 per hour"),
                policy("trial", "1 per hour").mode(Mode.SHADOW),
                policy("other", "9 per hour").mode(Mode.SHADOW));

        @Test
        void nobody_is_refused_or_told_but_observers_hear() {
            assertThat(rig.fields(ANY)).isEqualTo("\"real\";r=2;t=2400");
            assertThat(rig.decision().shadow().isAllowed()).isTrue();

            assertThat(rig.fields(ANY)).isEqualTo("\"real\";r=1;t=2400");
            assertThat(rig.decision().isAllowed()).isTrue();
            assertThat(rig.decision().shadow().violated()).containsExactly("trial");
        }

        @Test
        void charges_are_all_or_none_among_themselves() {
            rig.status(ANY);
            rig.status(ANY);
            rig.status(ANY);

            assertThat(rig.decision().shadow().windows())
                    .extracting(RateLimitDecision.Window::item, RateLimitDecision.Window::remaining)
                    .containsExactly(tuple("trial", 0L), tuple("other", 8L));
        }

        @Test
        void who_is_refused_is_not_counted() {
            RateLimitRig tight = RateLimitRig.of(
                    policy("real", "1 per hour"), policy("trial", "9 per hour").mode(Mode.SHADOW));
            for (int i = 0; i < 5; i++) {
                tight.status(ANY);
            }
            assertThat(tight.decision().shadow()).isNull();
            tight.time.advance(Duration.ofHours(1));
            tight.status(ANY);

            assertThat(tight.decision().shadow().windows().get(0).remaining()).isEqualTo(8);
        }

        @Test
        void a_refusal_after_authentication_gives_back_what_was_counted_before() {
            RateLimitRig two = RateLimitRig.of(
                    policy("mine", "1 per hour").key("user"),
                    policy("trial", "9 per hour").mode(Mode.SHADOW));
            two.admit(TestExchange.get("/"), "alice");
            for (int i = 0; i < 5; i++) {
                assertThat(two.admit(TestExchange.get("/"), "alice").reply()).isNotNull();
            }
            two.admit(TestExchange.get("/"), "bob");

            assertThat(two.heard)
                    .filteredOn(decision -> decision instanceof RateLimitDecision limit && limit.shadow() != null)
                    .last()
                    .satisfies(decision -> assertThat(((RateLimitDecision) decision)
                                    .shadow()
                                    .windows()
                                    .get(0)
                                    .remaining())
                            .isEqualTo(7));
        }

        @Test
        void users_are_counted_at_the_second_point() {
            RateLimitRig users = RateLimitRig.of(
                    policy("trial", "1 per hour").key("user", "ip").mode(Mode.SHADOW));
            users.admit(TestExchange.get("/"), "alice");
            users.admit(TestExchange.get("/"), "bob");
            assertThat(users.decision().shadow().isAllowed()).isTrue();

            assertThat(users.admit(TestExchange.get("/"), "alice").reply()).isNull();
            assertThat(users.decision().shadow().isAllowed()).isFalse();
        }

        @Test
        void it_is_in_the_event() {
            rig.status(ANY);
            rig.status(ANY);
            Map<String, Object> fields = new TreeMap<>();
            rig.decision().describe(new Collecting(fields));

            assertThat(fields)
                    .containsEntry("breakwater.decision", "allow")
                    .containsEntry("breakwater.rule", "real")
                    .containsEntry("breakwater.shadow.decision", "rate_limited")
                    .containsEntry("breakwater.shadow.rule", "trial");
        }
    }

    private record Collecting(Map<String, Object> fields) implements Decision.Fields {
        @Override
        public void put(String name, String value) {
            fields.put(name, value);
        }

        @Override
        public void put(String name, long value) {
            fields.put(name, value);
        }
    }
}
