/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("minimal")
class BreakwaterTest {
    private static final Outcome OK = new Outcome(200, Outcome.Kind.OK, 1, null, null);

    private final List<String> calls = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final ManualTime time = new ManualTime();

    @Nested
    class Visiting {
        @Test
        void goesByStageAndThenByTheOrderGiven() {
            chain(
                            new Probe("limit", Stage.LIMIT, exchange -> Verdict.proceed()),
                            new Probe("cors", Stage.ANSWER, exchange -> Verdict.proceed()),
                            new Probe("log", Stage.OBSERVE, exchange -> Verdict.proceed()),
                            new Probe("health", Stage.ANSWER, exchange -> Verdict.proceed()))
                    .admit(TestExchange.get("/"));
            assertThat(calls).containsExactly("log", "cors", "health", "limit");
        }

        @Test
        void stopsAtTheFirstAnswerAndKeepsTheRulesLaidDownBefore() {
            Admission admission = chain(
                            new Probe("headers", Stage.DECORATE, exchange -> Verdict.proceed(rules("X-A"))),
                            new Probe(
                                    "limit",
                                    Stage.LIMIT,
                                    exchange -> Verdict.respond(Reply.of(429)).with(rules("X-B"))),
                            new Probe("cost", Stage.ACCOUNT, exchange -> Verdict.proceed(rules("X-C"))))
                    .admit(TestExchange.get("/"));
            assertThat(admission.reply()).isNotNull().extracting(Reply::status).isEqualTo(429);
            assertThat(admission.headerRules()).extracting(HeaderRule::name).containsExactly("X-A", "X-B");
            assertThat(calls).containsExactly("headers", "limit");
        }

        @Test
        void twoGuardsOfOneNameAreRefused() {
            assertThatThrownBy(() -> chain(
                            new Probe("limit", Stage.LIMIT, exchange -> Verdict.proceed()),
                            new Probe("Limit", Stage.LIMIT, exchange -> Verdict.proceed())))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-CHAIN-001");
        }
    }

    @Nested
    class TheEnd {
        @Test
        void runsTheInnermostCompletionFirstThenTheObservers() {
            Admission admission = chain(
                            new Probe(
                                    "log",
                                    Stage.OBSERVE,
                                    exchange -> Verdict.proceed().then(says("log"))),
                            new Probe(
                                    "limit",
                                    Stage.LIMIT,
                                    exchange -> Verdict.proceed().then(says("limit"))))
                    .admit(TestExchange.get("/"));
            calls.clear();
            assertThat(admission.complete(OK)).isTrue();
            assertThat(calls).containsExactly("limit", "log");
            assertThat(decisions).containsExactly(new Completed(OK));
        }

        @Test
        void comesOnce() {
            Admission admission = chain(new Probe(
                            "log", Stage.OBSERVE, exchange -> Verdict.proceed().then(says("log"))))
                    .admit(TestExchange.get("/"));
            calls.clear();
            admission.complete(OK);
            assertThat(admission.complete(OK)).isFalse();
            assertThat(calls).containsExactly("log");
            assertThat(decisions).hasSize(1);
        }

        @Test
        void aCompletionThatFailsDoesNotKeepTheOthersFromRunning() {
            Admission admission = chain(
                            new Probe(
                                    "log",
                                    Stage.OBSERVE,
                                    exchange -> Verdict.proceed().then(says("log"))),
                            new Probe(
                                    "limit",
                                    Stage.LIMIT,
                                    exchange -> Verdict.proceed().then((request, outcome) -> {
                                        throw new IllegalStateException("completion failed");
                                    })))
                    .admit(TestExchange.get("/"));
            calls.clear();
            admission.complete(OK);
            assertThat(calls).containsExactly("log");
        }

        private Completion says(String name) {
            return (exchange, outcome) -> calls.add(name);
        }
    }

    @Nested
    class Identity {
        private final Guard user = new Guard() {
            @Override
            public String name() {
                return "user-limit";
            }

            @Override
            public Stage stage() {
                return Stage.LIMIT;
            }

            @Override
            public Verdict inspect(Exchange exchange) {
                calls.add("outer " + exchange.user());
                return Verdict.proceed();
            }

            @Override
            public boolean needsIdentity() {
                return true;
            }

            @Override
            public Verdict inspectIdentified(Exchange exchange) {
                calls.add("inner " + exchange.user());
                return Verdict.respond(Reply.of(429)).with(rules("X-U"));
            }
        };

        @Test
        void isAskedForASecondTimeWhenTheUserIsKnown() {
            TestExchange exchange = TestExchange.get("/");
            Admission admission = chain(user).admit(exchange);
            assertThat(admission.reply()).isNull();
            exchange.identifiedAs("maria");
            admission.identify();
            admission.identify();
            assertThat(calls).containsExactly("outer null", "inner maria");
            assertThat(admission.reply()).isNotNull();
            assertThat(admission.headerRules()).extracting(HeaderRule::name).containsExactly("X-U");
        }

        @Test
        void isNotAskedForIfTheRequestIsAlreadyAnswered() {
            Admission admission = chain(
                            new Probe("health", Stage.ANSWER, exchange -> Verdict.respond(Reply.of(200))), user)
                    .admit(TestExchange.get("/"));
            admission.identify();
            assertThat(calls).containsExactly("health");
        }
    }

    @Nested
    class PendingVerdicts {
        private final CompletableFuture<Verdict> later = new CompletableFuture<>();
        private final Breakwater chain = chain(
                new Probe("limit", Stage.LIMIT, exchange -> Verdict.pending(later)),
                new Probe("cost", Stage.ACCOUNT, exchange -> Verdict.proceed(rules("X-C"))));

        @Test
        void holdTheChainUntilTheyArrive() {
            Admission admission = chain.admit(TestExchange.get("/"));
            assertThat(admission.isDecided()).isFalse();
            assertThat(calls).containsExactly("limit");
            later.complete(Verdict.proceed(rules("X-L")));
            assertThat(admission.isDecided()).isTrue();
            assertThat(admission.await().headerRules())
                    .extracting(HeaderRule::name)
                    .containsExactly("X-L", "X-C");
            assertThat(admission.whenDecided().toCompletableFuture()).isCompletedWithValue(admission);
        }

        // Whoever brings a verdict, as a connection to a store does, serves others: a guard may take its time
        // elsewhere.
        @Test
        void leaveTheOtherGuardsToTheThreadThatAwaitsThem() throws Exception {
            Queue<Thread> visitors = new ConcurrentLinkedQueue<>();
            CompletableFuture<Verdict> asked = new CompletableFuture<>();
            Breakwater slow = chain(
                    new Probe("limit", Stage.LIMIT, exchange -> Verdict.pending(asked)),
                    new Probe("cost", Stage.ACCOUNT, exchange -> {
                        visitors.add(Thread.currentThread());
                        return Verdict.proceed();
                    }));
            Admission admission = slow.admit(TestExchange.get("/"));
            Thread store = new Thread(() -> asked.complete(Verdict.proceed()));
            store.start();
            store.join();

            assertThat(visitors).isEmpty();
            assertThat(admission.await().isDecided()).isTrue();
            assertThat(visitors).containsExactly(Thread.currentThread());
        }

        @Test
        void areFollowedWhereNobodyMayBlock() {
            Admission admission = chain.admit(TestExchange.get("/"));
            CompletableFuture<Admission> decided = admission.whenDecided().toCompletableFuture();
            assertThat(decided).isNotDone();
            later.complete(Verdict.proceed());
            assertThat(decided).isCompletedWithValue(admission);
            assertThat(calls).containsExactly("limit", "cost");
        }

        @Test
        void thatAreAlreadyThereHoldNothing() {
            later.complete(Verdict.proceed());
            assertThat(chain.admit(TestExchange.get("/")).isDecided()).isTrue();
            assertThat(calls).containsExactly("limit", "cost");
        }

        @Test
        void thatFailFollowTheFailureMode() {
            Admission admission = chain.admit(TestExchange.get("/"));
            later.completeExceptionally(new IllegalStateException("store gone"));
            assertThat(admission.await().reply()).isNull();
            assertThat(calls).containsExactly("limit", "cost");
            assertThat(decisions).singleElement().isInstanceOf(GuardFailed.class);
        }

        @Test
        void thatArriveAfterTheEndStillEndWhatTheyLetIn() {
            Admission admission = chain.admit(TestExchange.get("/"));
            admission.complete(OK);
            calls.clear();
            later.complete(Verdict.proceed().then((exchange, outcome) -> calls.add("released " + outcome.status())));
            assertThat(calls).contains("released 200");
        }

        @Test
        void thatFailClosedRefuse() {
            CompletableFuture<Verdict> never = new CompletableFuture<>();
            Admission admission = chain(
                            new Probe("limit", Stage.LIMIT, exchange -> Verdict.pending(never), FailureMode.CLOSED))
                    .admit(TestExchange.get("/"));
            never.completeExceptionally(new IllegalStateException("store gone"));
            assertThat(admission.await().reply())
                    .isNotNull()
                    .extracting(Reply::status)
                    .isEqualTo(503);
        }
    }

    @Nested
    class AGuardThatThrows {
        private final ListAppender<ILoggingEvent> log = new ListAppender<>();
        private final Logger logger = (Logger) LoggerFactory.getLogger(Breakwater.class);

        @BeforeEach
        void listen() {
            log.start();
            logger.addAppender(log);
            logger.setAdditive(false);
        }

        @AfterEach
        void stopListening() {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }

        @Test
        void isPassedOverWhenItFailsOpen() {
            Admission admission = chain(
                            failing(FailureMode.OPEN), new Probe("after", Stage.ACCOUNT, exchange -> Verdict.proceed()))
                    .admit(TestExchange.get("/"));
            assertThat(admission.reply()).isNull();
            assertThat(calls).containsExactly("broken", "after");
            assertThat(decisions)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            GuardFailed.class,
                            failed -> assertThat(failed.guard()).isEqualTo("broken"));
        }

        @Test
        void refusesWhenItFailsClosed() {
            Admission admission = chain(failing(FailureMode.CLOSED)).admit(TestExchange.get("/"));
            assertThat(admission.reply()).isNotNull().satisfies(reply -> {
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.headers()).contains(new Reply.Header("Retry-After", "5"));
            });
        }

        @Test
        void isLoggedOnceAMinuteWithItsName() {
            Breakwater chain = chain(failing(FailureMode.OPEN));
            for (int i = 0; i < 100; i++) {
                chain.admit(TestExchange.get("/"));
            }
            assertThat(log.list).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).contains("guard broken");
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("guard failed");
            });
            time.advance(Duration.ofMinutes(1));
            chain.admit(TestExchange.get("/"));
            assertThat(log.list).hasSize(2);
            assertThat(log.list.get(1).getFormattedMessage()).contains("99 more");
        }

        @Test
        void mayThrowAnErrorToo() {
            Admission admission = chain(new Probe("broken", Stage.LIMIT, exchange -> {
                        throw new StackOverflowError();
                    }))
                    .admit(TestExchange.get("/"));
            assertThat(admission.reply()).isNull();
        }

        @Test
        void mayGiveNoVerdictAtAll() {
            Admission admission = chain(new Probe("broken", Stage.LIMIT, exchange -> null, FailureMode.CLOSED))
                    .admit(TestExchange.get("/"));
            assertThat(admission.reply()).isNotNull();
        }

        private Guard failing(FailureMode mode) {
            return new Probe(
                    "broken",
                    Stage.LIMIT,
                    exchange -> {
                        throw new IllegalStateException("guard failed");
                    },
                    mode);
        }
    }

    @Test
    void anObserverThatFailsHurtsNobody() {
        Breakwater chain = Breakwater.builder()
                .observers(List.of(
                        (decision, exchange) -> {
                            throw new IllegalStateException("observer failed");
                        },
                        (decision, exchange) -> decisions.add(decision)))
                .build();
        chain.admit(TestExchange.get("/")).complete(OK);
        assertThat(decisions).hasSize(1);
    }

    private Breakwater chain(Guard... guards) {
        return Breakwater.builder()
                .guards(Arrays.asList(guards))
                .observers(List.of((decision, exchange) -> decisions.add(decision)))
                .time(time)
                .build();
    }

    private static HeaderRules rules(String name) {
        return HeaderRules.of(HeaderRule.pin(name, "1"));
    }

    private final class Probe implements Guard {
        private final String name;
        private final Stage stage;
        private final Function<Exchange, @Nullable Verdict> verdict;
        private final FailureMode mode;

        Probe(String name, Stage stage, Function<Exchange, @Nullable Verdict> verdict) {
            this(name, stage, verdict, FailureMode.OPEN);
        }

        Probe(String name, Stage stage, Function<Exchange, @Nullable Verdict> verdict, FailureMode mode) {
            this.name = name;
            this.stage = stage;
            this.verdict = verdict;
            this.mode = mode;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Stage stage() {
            return stage;
        }

        @Override
        public FailureMode failureMode() {
            return mode;
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            calls.add(name);
            return verdict.apply(exchange);
        }
    }
}
