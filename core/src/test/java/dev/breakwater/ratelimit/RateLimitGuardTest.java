/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class RateLimitGuardTest extends GuardContract {
    private final ManualTime time = new ManualTime();

    @Override
    protected Guard guard() {
        return RateLimitGuard.builder()
                .time(time)
                .policies(
                        policy("all", "3 per minute; 5 per hour").build(),
                        policy("key", "3 per minute").key("api-key").build(),
                        policy("user", "2 per minute").key("user", "ip").build())
                .build();
    }

    @Test
    void is_called_rate_limit_and_limits() {
        assertThat(guard().name()).isEqualTo("rate-limit");
        assertThat(guard().stage()).isEqualTo(Stage.LIMIT);
    }

    @Nested
    class Answers {
        @Test
        void a_request_within_the_limit_goes_on_and_learns_what_is_left() {
            Verdict.Proceed proceed = proceed(guard(policy("p", "5 per minute")).inspect(TestExchange.get("/")));

            assertThat(proceed.rules())
                    .containsExactly(
                            HeaderRule.merge("RateLimit-Policy", "\"p\";q=5;w=60")
                                    .exceptOn3xx(),
                            HeaderRule.merge("RateLimit", "\"p\";r=4;t=48").exceptOn3xx());
            assertThat(proceed.decision()).isInstanceOf(RateLimitDecision.class);
        }

        @Test
        void a_request_beyond_it_is_refused_in_words_that_programs_read() {
            RateLimitGuard guard = guard(policy("p", "1 per minute"));
            guard.inspect(TestExchange.get("/"));
            time.advanceNanos(1);

            Verdict.Respond respond = respond(guard.inspect(TestExchange.get("/")));

            assertThat(respond.reply().status()).isEqualTo(429);
            assertThat(respond.reply().headers())
                    .containsExactly(
                            new Reply.Header("Content-Type", "application/problem+json"),
                            new Reply.Header("Cache-Control", "no-store"),
                            new Reply.Header("Retry-After", "60"));
            assertThat(respond.reply().text())
                    .isEqualTo("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                            + "\"title\":\"Request cannot be satisfied as assigned quota has been exceeded\","
                            + "\"status\":429,\"detail\":\"Retry in 60 s.\","
                            + "\"violated-policies\":[\"p\"]}");
            assertThat(respond.rules().find("RateLimit"))
                    .isEqualTo(HeaderRule.merge("RateLimit", "\"p\";r=0;t=60").exceptOn3xx());
        }

        @Test
        void names_all_violated_limits_and_the_longest_wait() {
            RateLimitGuard guard = guard(policy("a", "1 per minute"), policy("b", "1 per hour"), policy("c", "9/s"));
            guard.inspect(TestExchange.get("/"));

            Reply reply = respond(guard.inspect(TestExchange.get("/"))).reply();

            assertThat(reply.text()).contains("\"violated-policies\":[\"a\",\"b\"]");
            assertThat(reply.headers()).contains(new Reply.Header("Retry-After", "3600"));
        }

        @Test
        void who_waits_as_told_is_admitted_every_time() {
            RateLimitGuard guard = guard(policy("p", "1 per second"));
            for (int i = 0; i < 1_000; i++) {
                assertThat(guard.inspect(TestExchange.get("/"))).isInstanceOf(Verdict.Proceed.class);
                time.advanceNanos(i * 999_983L % 1_000_000_000L);
                Reply reply = respond(guard.inspect(TestExchange.get("/"))).reply();
                time.advance(Duration.ofSeconds(retryAfter(reply)));
            }
        }

        @Test
        void nobody_is_told_to_come_back_where_nobody_is_admitted() {
            Verdict.Respond respond = respond(guard(policy("p", "0 per minute")).inspect(TestExchange.get("/")));

            assertThat(respond.reply().status()).isEqualTo(429);
            assertThat(respond.reply().headers()).extracting(Reply.Header::name).doesNotContain("Retry-After");
            assertThat(respond.rules())
                    .containsExactly(
                            HeaderRule.merge("RateLimit-Policy", "\"p\";q=0;w=60")
                                    .exceptOn3xx(),
                            HeaderRule.merge("RateLimit", "\"p\";r=0").exceptOn3xx());
        }

        @Test
        void where_a_policy_is_exempt_the_one_that_it_replaces_holds() {
            RateLimitGuard guard = guard(
                    policy("all", "9/m").paths("/api/**"),
                    policy("api", "5/m")
                            .paths("/api/**")
                            .exemptPaths("/api/status")
                            .replaces("all"));

            assertThat(proceed(guard.inspect(TestExchange.get("/api/x"))).rules())
                    .contains(HeaderRule.merge("RateLimit-Policy", "\"api\";q=5;w=60")
                            .exceptOn3xx());
            assertThat(proceed(guard.inspect(TestExchange.get("/api/status"))).rules())
                    .contains(HeaderRule.merge("RateLimit-Policy", "\"all\";q=9;w=60")
                            .exceptOn3xx());
        }

        @Test
        void requests_that_no_policy_is_about_are_left_alone() {
            RateLimitGuard guard = guard(policy("p", "1/m").paths("/api/**").methods("POST"));

            assertThat(guard.inspect(TestExchange.get("/api/x"))).isSameAs(Verdict.proceed());
            assertThat(guard.inspect(TestExchange.request("POST", "/apix").build()))
                    .isSameAs(Verdict.proceed());
            assertThat(proceed(guard.inspect(
                                    TestExchange.request("POST", "/api").build()))
                            .decision())
                    .isNotNull();
        }

        private long retryAfter(Reply reply) {
            return reply.headers().stream()
                    .filter(header -> header.name().equals("Retry-After"))
                    .mapToLong(header -> Long.parseLong(header.value()))
                    .sum();
        }
    }

    @Nested
    class Callers {
        // The second request differs from the first only in what is given; it is refused if both are one caller.
        @ParameterizedTest(name = "{0}: {1} then {2}")
        @CsvSource(delimiter = '|', textBlock = """
                ip                    | peer=192.0.2.1        | peer=192.0.2.1        | same
                ip                    | peer=192.0.2.1        | peer=192.0.2.2        | other
                ip                    | peer=2001:db8::1      | peer=2001:db8::2:1    | same
                ip                    | peer=2001:db8::1      | peer=2001:db8:0:1::1  | other
                ip                    | peer=                 | peer=                 | same
                ip                    | peer=                 | peer=192.0.2.1        | other
                ip                    | X-Forwarded-For=1.1.1.1 | X-Forwarded-For=2.2.2.2 | same
                global                | peer=192.0.2.1        | peer=192.0.2.2        | same
                api-key               | X-API-Key=genuine-a   | X-API-Key=genuine-b   | other
                api-key               | X-API-Key=a           | X-API-Key=b           | other
                api-key               | X-API-Key=a           | X-API-Key=a           | same
                api-key               | peer=192.0.2.1        | peer=192.0.2.2        | same
                header:X-Tenant       | x-tenant=a            | X-TENANT=a            | same
                header:X-Tenant       | X-Tenant=a            | X-Tenant=b            | other
                api-key,ip            | X-API-Key=genuine-a   | X-API-Key=genuine-b   | other
                api-key,ip            | X-API-Key=a           | X-API-Key=b           | same
                api-key,ip            | X-API-Key=genuine-a   | X-API-Key=b           | other
                api-key,ip            | X-API-Key=            | X-API-Key=b           | same
                header:X-Tenant,ip    | X-Tenant=a            | X-Tenant=b            | same
                user,ip               | user=alice            | user=bob              | other
                user,ip               | user=alice            | user=alice            | same
                user,ip               | user=alice            | user=                 | other
                user,ip               | user=                 | user=                 | same
                user                  | user=                 | user=                 | same
                user,api-key,ip       | X-API-Key=genuine-a   | X-API-Key=genuine-b   | other
                user,api-key,ip       | user=genuine-a        | X-API-Key=genuine-a   | other
                """)
        void are_told_apart_by_the_first_key_they_have(String key, String first, String second, String expected) {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .time(time)
                    .verifier((header, credential, exchange) -> credential.startsWith("genuine"))
                    .policies(policy("p", "1 per minute").key(key.split(",")).build())
                    .build();

            assertThat(identified(guard, exchange(first))).isInstanceOf(Verdict.Proceed.class);
            assertThat(identified(guard, exchange(second)) instanceof Verdict.Respond)
                    .isEqualTo(expected.equals("same"));
        }

        @Test
        void an_api_key_is_read_where_it_was_said_to_be() {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .time(time)
                    .apiKeyHeader("X-Other")
                    .policies(policy("p", "1 per minute").key("api-key").build())
                    .build();

            guard.inspect(exchange("X-Other=a"));
            assertThat(guard.inspect(exchange("X-Other=b"))).isInstanceOf(Verdict.Proceed.class);
        }

        @Test
        void a_verifier_that_throws_makes_no_key_genuine_and_opens_no_limit() {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .time(time)
                    .verifier((header, credential, exchange) -> {
                        throw new AssertionError("cannot decode " + credential);
                    })
                    .policies(policy("p", "2 per hour").key("api-key", "ip").build())
                    .build();
            Logger logger = (Logger) LoggerFactory.getLogger(RateLimitGuard.class);
            ListAppender<ILoggingEvent> said = new ListAppender<>();
            said.start();
            logger.addAppender(said);
            int admitted = 0;
            try {
                for (int i = 0; i < 50; i++) {
                    admitted += guard.inspect(exchange("X-API-Key=secret-" + i)) instanceof Verdict.Proceed ? 1 : 0;
                }
                time.advance(Duration.ofMinutes(1));
                guard.inspect(exchange("X-API-Key=secret"));
            } finally {
                logger.detachAppender(said);
            }

            assertThat(admitted).isEqualTo(2);
            assertThat(said.list).hasSize(2);
            assertThat(said.list.get(0).getFormattedMessage()).contains("api-key", "AssertionError", "(0 more");
            assertThat(said.list.get(1).getFormattedMessage()).contains("(49 more");
            assertThat(said.list)
                    .allSatisfy(event -> assertThat(event.getFormattedMessage()).doesNotContain("secret"))
                    .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
        }

        @Test
        void inventing_keys_gives_no_fresh_quota_for_ever() {
            RateLimitGuard guard = guard(policy("p", "1 per hour").key("header:X-Tenant"));
            int admitted = 0;
            for (int i = 0; i < 5_000; i++) {
                admitted += guard.inspect(exchange("X-Tenant=t" + i)) instanceof Verdict.Proceed ? 1 : 0;
            }

            assertThat(admitted).as("a hundred keys and the address").isEqualTo(101);
        }

        @Test
        void genuine_keys_are_not_counted() {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .time(time)
                    .verifier((header, credential, exchange) -> true)
                    .policies(policy("p", "1 per hour").key("api-key").build())
                    .build();
            for (int i = 0; i < 1_000; i++) {
                assertThat(guard.inspect(exchange("X-API-Key=k" + i))).isInstanceOf(Verdict.Proceed.class);
            }
        }

        private Verdict identified(RateLimitGuard guard, TestExchange exchange) {
            Verdict verdict = guard.inspect(exchange);
            return guard.needsIdentity() && verdict instanceof Verdict.Proceed
                    ? guard.inspectIdentified(exchange)
                    : verdict;
        }

        private TestExchange exchange(String said) {
            int equals = said.indexOf('=');
            String name = said.substring(0, equals);
            String value = said.substring(equals + 1);
            TestExchange.Builder request = TestExchange.request("GET", "/");
            switch (name) {
                case "peer" -> request.peer(value.isEmpty() ? null : value);
                case "user" -> request.user(value);
                default -> request.header(name, value);
            }
            return request.build();
        }
    }

    @Nested
    class AfterAuthentication {
        @Test
        void policies_that_count_users_alone_wait_for_them() {
            RateLimitGuard guard = guard(policy("p", "1 per minute").key("user"));

            assertThat(guard.needsIdentity()).isTrue();
            assertThat(guard.inspect(TestExchange.get("/"))).isSameAs(Verdict.proceed());
            assertThat(guard(policy("p", "1 per minute")).needsIdentity()).isFalse();
        }

        @Test
        void requests_that_authentication_refuses_are_limited_by_the_next_key() {
            RateLimitGuard guard = guard(policy("p", "3 per hour").key("user", "ip"));

            assertThat(admittedBeforeAuthentication(guard, 12)).isEqualTo(3);
        }

        @Test
        void a_user_is_charged_in_place_of_the_address() {
            RateLimitGuard guard = guard(policy("p", "3 per hour").key("user", "ip"));
            for (String user : List.of("alice", "bob", "carol", "alice", "bob", "carol")) {
                assertThat(pass(guard, user)).isInstanceOf(Verdict.Proceed.class);
            }

            assertThat(remaining(pass(guard, "alice"))).isEqualTo("\"p\";r=0;t=3600");
            assertThat(respond(pass(guard, "alice")).reply().status()).isEqualTo(429);
            assertThat(remaining(pass(guard, "bob"))).isEqualTo("\"p\";r=0;t=3600");
            assertThat(admittedBeforeAuthentication(guard, 12)).isEqualTo(3);
        }

        @Test
        void who_turns_out_to_be_nobody_stays_charged_once() {
            RateLimitGuard guard = guard(policy("p", "3 per hour").key("user", "ip"));

            assertThat(remaining(pass(guard, null))).isEqualTo("\"p\";r=2;t=2400");
            assertThat(remaining(pass(guard, null))).isEqualTo("\"p\";r=1;t=2400");
        }

        @Test
        void a_genuine_key_before_the_user_is_final() {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .time(time)
                    .verifier((header, credential, exchange) -> true)
                    .policies(policy("p", "3 per hour").key("api-key", "user").build())
                    .build();
            TestExchange exchange =
                    TestExchange.request("GET", "/").header("X-API-Key", "a").build();

            assertThat(proceed(guard.inspect(exchange)).rules().find("RateLimit"))
                    .isEqualTo(HeaderRule.merge("RateLimit", "\"p\";r=2;t=2400").exceptOn3xx());
            assertThat(guard.inspectIdentified(exchange.identifiedAs("alice"))).isSameAs(Verdict.proceed());
        }

        @Test
        void a_user_whom_the_container_knows_from_the_start_is_charged_at_once() {
            RateLimitGuard guard = guard(policy("p", "1 per hour").key("user", "ip"));
            for (String user : List.of("alice", "bob")) {
                TestExchange exchange =
                        TestExchange.request("GET", "/").user(user).build();

                assertThat(remaining(guard.inspect(exchange))).isEqualTo("\"p\";r=0;t=3600");
                assertThat(guard.inspectIdentified(exchange)).isSameAs(Verdict.proceed());
            }
            assertThat(admittedBeforeAuthentication(guard, 12)).isEqualTo(1);
        }

        @Test
        void where_nothing_authenticates_later_nobody_is_charged_provisionally() {
            RateLimitGuard guard = guard(
                    policy("p", "2 per hour").key("user", "ip"),
                    policy("q", "3 per hour").key("user"));
            for (String left : List.of("\"p\";r=1;t=1800, \"q\";r=2;t=2400", "\"p\";r=0;t=3600, \"q\";r=1;t=2400")) {
                TestExchange exchange =
                        TestExchange.request("GET", "/").userFinal().build();

                assertThat(remaining(guard.inspect(exchange))).isEqualTo(left);
                assertThat(guard.inspectIdentified(exchange)).isSameAs(Verdict.proceed());
            }
            Verdict third =
                    guard.inspect(TestExchange.request("GET", "/").userFinal().build());
            assertThat(respond(third).reply().status()).isEqualTo(429);
            assertThat(admittedBeforeAuthentication(guard, 12)).isEqualTo(2);
        }

        @Test
        void the_last_word_replaces_the_first_and_lists_each_policy_once() {
            RateLimitGuard guard =
                    guard(policy("a", "9 per hour"), policy("b", "9 per hour").key("user", "ip"));
            TestExchange exchange = TestExchange.get("/");

            HeaderRules early = proceed(guard.inspect(exchange)).rules();
            HeaderRules late = proceed(guard.inspectIdentified(exchange.identifiedAs("alice")))
                    .rules();

            assertThat(early)
                    .containsExactly(
                            HeaderRule.byDefault("RateLimit-Policy", "\"a\";q=9;w=3600, \"b\";q=9;w=3600")
                                    .exceptOn3xx(),
                            HeaderRule.byDefault("RateLimit", "\"a\";r=8;t=3200, \"b\";r=8;t=3200")
                                    .exceptOn3xx());
            assertThat(early.and(late))
                    .containsExactly(
                            HeaderRule.merge("RateLimit-Policy", "\"a\";q=9;w=3600, \"b\";q=9;w=3600")
                                    .exceptOn3xx(),
                            HeaderRule.merge("RateLimit", "\"a\";r=8;t=3200, \"b\";r=8;t=3200")
                                    .exceptOn3xx());
        }

        @Test
        void reservations_are_exact_under_concurrency() {
            RateLimitGuard guard = guard(policy("p", "100 per hour").key("user", "ip"));

            long admitted = IntStream.range(0, 1_000)
                    .parallel()
                    .filter(i -> guard.inspect(TestExchange.get("/")) instanceof Verdict.Proceed)
                    .count();

            assertThat(admitted).isEqualTo(100);
        }

        @Test
        void a_refused_user_gives_back_every_early_charge() {
            RateLimitGuard guard =
                    guard(policy("a", "9 per hour"), policy("b", "2 per hour").key("user", "ip"));
            for (int i = 0; i < 7; i++) {
                pass(guard, "alice");
            }

            assertThat(remaining(guard.inspect(TestExchange.get("/")))).isEqualTo("\"a\";r=6;t=2400, \"b\";r=1;t=1800");
        }

        @Test
        void a_refusal_there_gives_back_what_was_charged_before() {
            RateLimitGuard guard = guard(
                    policy("early", "9 per minute"),
                    policy("late", "1 per minute").key("user"));
            pass(guard);

            for (int i = 0; i < 5; i++) {
                assertThat(pass(guard)).isInstanceOf(Verdict.Respond.class);
            }

            assertThat(proceed(guard.inspect(TestExchange.get("/"))).rules().find("RateLimit"))
                    .isEqualTo(HeaderRule.byDefault("RateLimit", "\"early\";r=7;t=47")
                            .exceptOn3xx());
        }

        private Verdict pass(RateLimitGuard guard) {
            return pass(guard, "alice");
        }

        private Verdict pass(RateLimitGuard guard, @Nullable String user) {
            TestExchange exchange = TestExchange.get("/");
            assertThat(guard.inspect(exchange)).isInstanceOf(Verdict.Proceed.class);
            return guard.inspectIdentified(exchange.identifiedAs(user));
        }

        private int admittedBeforeAuthentication(RateLimitGuard guard, int requests) {
            int admitted = 0;
            for (int i = 0; i < requests; i++) {
                admitted += guard.inspect(TestExchange.get("/")) instanceof Verdict.Proceed ? 1 : 0;
            }
            return admitted;
        }

        private @Nullable String remaining(Verdict verdict) {
            return proceed(verdict).rules().find("RateLimit").value();
        }
    }

    @Nested
    class Stores {
        @Test
        void a_new_guard_on_the_same_store_goes_on_counting() {
            Bucket4jStore store = Bucket4jStore.of(time);
            for (int i = 0; i < 50; i++) {
                guard(store, policy("p", "100 per minute")).inspect(TestExchange.get("/"));
            }

            Verdict verdict = guard(store, policy("p", "10 per minute")).inspect(TestExchange.get("/"));

            assertThat(proceed(verdict).rules().find("RateLimit"))
                    .isEqualTo(HeaderRule.merge("RateLimit", "\"p\";r=4;t=36").exceptOn3xx());
        }

        @Test
        void a_slow_one_is_waited_for_without_blocking() {
            CompletableFuture<StoreAnswer> answer = new CompletableFuture<>();
            RateLimitGuard guard = guard(new SlowStore(answer), policy("p", "1 per minute"));

            Verdict.Pending pending = (Verdict.Pending) guard.inspect(TestExchange.get("/"));
            CompletableFuture<? extends Verdict> verdict = pending.verdict().toCompletableFuture();

            assertThat(verdict).isNotDone();
            answer.complete(new StoreAnswer.Unavailable("planned"));
            assertThat(verdict.join()).isInstanceOf(Verdict.Proceed.class);
        }

        @Test
        void without_one_a_closed_policy_is_a_503() {
            RateLimitPolicy.Builder closed = policy("p", "1/m").onStoreFailure(OnStoreFailure.CLOSED);
            RateLimitGuard guard = guard(
                    new SlowStore(CompletableFuture.completedFuture(new StoreAnswer.Unavailable("planned"))), closed);

            Reply reply = respond(guard.inspect(TestExchange.get("/"))).reply();

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).contains(new Reply.Header("Retry-After", "5"));
            assertThat(guard.failureMode()).isEqualTo(FailureMode.CLOSED);
            assertThat(guard().failureMode()).isEqualTo(FailureMode.OPEN);
        }
    }

    private RateLimitGuard guard(RateLimitPolicy.Builder... policies) {
        return guard(null, policies);
    }

    private RateLimitGuard guard(@Nullable RateLimitStore store, RateLimitPolicy.Builder... policies) {
        RateLimitGuard.Builder guard = RateLimitGuard.builder().time(time);
        for (RateLimitPolicy.Builder policy : policies) {
            guard.policies(policy.build());
        }
        return store == null ? guard.build() : guard.store(store).build();
    }

    private static RateLimitPolicy.Builder policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits);
    }

    private static Verdict.Proceed proceed(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Proceed.class);
        return (Verdict.Proceed) verdict;
    }

    private static Verdict.Respond respond(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Respond.class);
        return (Verdict.Respond) verdict;
    }

    private record SlowStore(CompletableFuture<StoreAnswer> answer) implements RateLimitStore {
        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            return answer;
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return answer;
        }
    }
}
