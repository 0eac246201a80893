/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.upstream.BreakerChanged.State;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** RFC 5861: answers whose time is over. */
class StaleAnswersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Rig rig(Consumer<Upstream.Builder> more) {
        return new Rig(builder -> {
            builder.cacheTtl(SECOND);
            more.accept(builder);
        });
    }

    /** Keeps an answer from now on. */
    private static void keep(Rig rig, String answer) {
        CompletableFuture<String> first = ask(rig);
        rig.answer(answer);
        assertThat(first).isCompletedWithValue(answer);
    }

    private static CompletableFuture<String> ask(Rig rig) {
        return rig.call().cachedBy("key").start();
    }

    private static UpstreamResult last(Rig rig) {
        return rig.results().get(rig.results().size() - 1);
    }

    @Nested
    class WhileRevalidating {
        private final Rig rig = rig(builder -> builder.staleWhileRevalidate(Duration.ofSeconds(10)));

        @Test
        void aHundredCallersGetTheOldAnswerAtOnceAndOneCallIsMade() {
            keep(rig, "old");
            rig.advance(Duration.ofSeconds(2));
            for (int i = 0; i < 100; i++) {
                assertThat(ask(rig)).isCompletedWithValue("old");
            }
            assertThat(rig.calls).as("the first and the reload").hasSize(2);
            assertThat(last(rig).source()).isEqualTo(Source.STALE);
            assertThat(last(rig).attempts()).isZero();
            assertThat(rig.upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 1, 1, 100, 0, 0));

            rig.answer("new");
            assertThat(ask(rig)).isCompletedWithValue("new");
            assertThat(rig.calls).hasSize(2);
            assertThat(rig.planned()).isZero();
        }

        @Test
        void theReloadIsToldForNoRequest() {
            Exchange request = TestExchange.get("/decide");
            keep(rig, "old");
            rig.advance(Duration.ofSeconds(2));
            Exchange previous = CurrentExchange.open(request);
            ask(rig);
            CurrentExchange.close(previous);
            rig.exchanges.clear();
            rig.advance(Duration.ofMillis(30));
            rig.answer("new");

            assertThat(last(rig))
                    .isEqualTo(new UpstreamResult("gemini", Source.RELOAD, null, null, false, 1, 30_000_000));
            assertThat(rig.exchanges).containsOnlyNulls();
        }

        @Test
        void aFailedReloadIsRetriedByTheNextButNotBeforeAPause() {
            keep(rig, "old");
            rig.advance(Duration.ofSeconds(2));
            ask(rig);
            rig.fail();
            assertThat(ask(rig)).isCompletedWithValue("old");
            rig.advance(Duration.ofMillis(99));
            assertThat(ask(rig)).isCompletedWithValue("old");
            assertThat(rig.calls).hasSize(2);

            rig.advance(Duration.ofMillis(1));
            assertThat(ask(rig)).isCompletedWithValue("old");
            assertThat(rig.calls).hasSize(3);
            rig.answer("new");
            assertThat(ask(rig)).isCompletedWithValue("new");
        }

        @Test
        void theOldAnswerIsGivenUntilItsEndAndThenNoMore() {
            keep(rig, "old");
            rig.advance(Duration.ofMillis(10_999));
            assertThat(ask(rig)).isCompletedWithValue("old");
            rig.fail();
            rig.advance(Duration.ofMillis(1));
            CompletableFuture<String> late = ask(rig);
            rig.fail();
            assertThat(Rig.reason(late)).isEqualTo(Reason.FAILED);
        }

        @Test
        void whoComesAfterItsEndJoinsTheReload() {
            keep(rig, "old");
            rig.advance(Duration.ofMillis(10_999));
            ask(rig);
            rig.advance(Duration.ofMillis(1));
            CompletableFuture<String> late = ask(rig);
            assertThat(late).isNotDone();
            rig.answer("new");
            assertThat(late).isCompletedWithValue("new");
            assertThat(rig.calls).hasSize(2);
        }

        @Test
        void aHungReloadEndsByTheDeadlineAndAnotherIsMade() {
            keep(rig, "old");
            rig.advance(Duration.ofSeconds(2));
            rig.upstream.replace(UpstreamPolicy.named("gemini")
                    .timeout(SECOND)
                    .cacheTtl(SECOND)
                    .staleWhileRevalidate(Duration.ofSeconds(10))
                    .build());
            ask(rig);
            rig.advance(SECOND);
            assertThat(rig.calls.get(1)).isCancelled();
            rig.advance(SECOND);
            assertThat(ask(rig)).isCompletedWithValue("old");
            assertThat(rig.calls).hasSize(3);
        }

        @Test
        void forgettingTheKeyMeanwhileKeepsNothingOfTheReload() {
            keep(rig, "old");
            rig.advance(Duration.ofSeconds(2));
            ask(rig);
            rig.upstream.invalidate("key");
            rig.calls.get(1).complete("reloaded");
            CompletableFuture<String> after = ask(rig);
            assertThat(after).isNotDone();
            rig.answer("new");
            assertThat(after).isCompletedWithValue("new");
            assertThat(ask(rig)).isCompletedWithValue("new");
        }

        @Test
        void nothingIsGivenWhileTheKillSwitchIsThrown() {
            keep(rig, "old");
            rig.advance(Duration.ofSeconds(2));
            rig.upstream.disable();
            assertThat(Rig.reason(ask(rig))).isEqualTo(Reason.DISABLED);
            assertThat(rig.calls).hasSize(1);
        }

        @Test
        void theOldAnswerIsGivenEvenIfThereIsNoThreadForTheReload() {
            AtomicBoolean busy = new AtomicBoolean();
            Rig tight = rig(builder -> builder.staleWhileRevalidate(Duration.ofSeconds(10))
                    .threads(task -> {
                        if (busy.get()) {
                            throw new RejectedExecutionException("busy");
                        }
                        task.run();
                    }));
            keep(tight, "old");
            tight.advance(Duration.ofSeconds(2));
            busy.set(true);
            assertThat(ask(tight)).isCompletedWithValue("old");
            assertThat(tight.planned()).isZero();

            busy.set(false);
            tight.advance(SECOND);
            assertThat(ask(tight)).isCompletedWithValue("old");
            assertThat(tight.calls).hasSize(2);
        }

        @Test
        void manyThreadsMakeOneCallThoughItFailsWhileTheyCome() throws Exception {
            Rig many = rig(builder -> builder.cacheTtl(Duration.ofHours(1))
                    .staleWhileRevalidate(Duration.ofHours(1))
                    .breakerFailureRate(1));
            AtomicInteger reloads = new AtomicInteger();
            Call<String> call = many.upstream
                    .<String>callAsync(() -> {
                        reloads.incrementAndGet();
                        return CompletableFuture.failedFuture(new IOException());
                    })
                    .cachedBy("key");
            keep(many, "old");
            many.advance(Duration.ofMinutes(90));
            int threads = 4;
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            for (int round = 1; round <= 50; round++) {
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    answers.add(pool.submit(() -> {
                        together.await();
                        return call.get();
                    }));
                }
                for (Future<String> answer : answers) {
                    assertThat(answer.get()).isEqualTo("old");
                }
                assertThat(reloads).hasValue(round);
                many.time.advance(SECOND);
            }
            pool.shutdown();
        }
    }

    @Nested
    class TheContextOfAReload {
        private final Exchange request = TestExchange.get("/decide");
        private final List<String> seen = new CopyOnWriteArrayList<>();

        private void see(String where) {
            seen.add(where + ' ' + MDC.get("traceId") + ' ' + (CurrentExchange.get() == null));
        }

        @Test
        void isThatOfTheCallerWhoSetItOffButNotTheRequestAndGoneAfterwards() throws Exception {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            pool.submit(() -> {}).get();
            Rig rig = rig(builder ->
                    builder.staleWhileRevalidate(Duration.ofSeconds(10)).threads(pool));
            CountDownLatch reloaded = new CountDownLatch(2);
            Call<String> blocking = rig.upstream
                    .call(() -> {
                        see("work");
                        return "fine";
                    })
                    .meter((answer, failure) -> {
                        see("meter");
                        reloaded.countDown();
                    })
                    .cachedBy("key");
            blocking.get();
            rig.time.advance(Duration.ofSeconds(2));
            seen.clear();

            Exchange previous = CurrentExchange.open(request);
            MDC.put("traceId", "abc");
            assertThat(blocking.get()).isEqualTo("fine");
            MDC.remove("traceId");
            CurrentExchange.close(previous);
            reloaded.await();

            assertThat(seen).containsExactly("work abc true", "meter abc true");
            pool.submit(() -> {
                        assertThat(CurrentExchange.get()).isNull();
                        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
                    })
                    .get();
            pool.shutdown();
        }

        @Test
        void isNoThreadOfTheCallerEvenForStages() {
            Rig rig = rig(builder -> builder.staleWhileRevalidate(Duration.ofSeconds(10))
                    .threads(task -> new Thread(task, "other").start()));
            Call<String> named = rig.upstream
                    .callAsync(() -> CompletableFuture.completedFuture(
                            Thread.currentThread().getName()))
                    .cachedBy("key");
            String first = named.get();
            rig.time.advance(Duration.ofSeconds(2));
            assertThat(first).isEqualTo(named.get()).isNotEqualTo("other");
            await().until(() -> named.get().equals("other"));
        }
    }

    @Nested
    class IfTheUpstreamFails {
        private final Rig rig = rig(builder -> builder.staleIfError(Duration.ofSeconds(10)));

        @Test
        void theOldAnswerIsGivenBeforeAnyFallback() {
            keep(rig, "old");
            rig.advance(SECOND);
            CompletableFuture<String> asked =
                    rig.call().cachedBy("key").fallback(failure -> "rules").start();
            CompletableFuture<String> joined = ask(rig);
            assertThat(asked).as("it is asked first").isNotDone();
            rig.fail();

            assertThat(asked).isCompletedWithValue("old");
            assertThat(joined).isCompletedWithValue("old");
            assertThat(rig.results().subList(1, 3))
                    .containsExactlyInAnyOrder(
                            new UpstreamResult("gemini", Source.STALE, null, "IOException", false, 1, 0),
                            new UpstreamResult("gemini", Source.STALE, null, "IOException", false, 0, 0));
            assertThat(rig.upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 2, 1, 0, 0, 2));
            assertThat(rig.upstream.cacheStats().hitRate()).isZero();
        }

        @Test
        void itIsGivenUntilItsEndAndThenNoMore() {
            keep(rig, "old");
            rig.advance(Duration.ofMillis(10_999));
            CompletableFuture<String> asked = ask(rig);
            rig.fail();
            assertThat(asked).isCompletedWithValue("old");
            rig.advance(Duration.ofMillis(1));
            CompletableFuture<String> late = ask(rig);
            rig.fail();
            assertThat(Rig.reason(late)).isEqualTo(Reason.FAILED);
        }

        @Test
        void itIsGivenWhenTheDeadlinePassesTheBreakerIsOpenOrTooManyRun() {
            Rig patient =
                    rig(builder -> builder.staleIfError(Duration.ofHours(1)).maxConcurrent(1));
            keep(patient, "old");
            patient.advance(SECOND);
            CompletableFuture<String> hung = ask(patient);
            patient.advance(Duration.ofSeconds(30));
            assertThat(hung).as("timeout").isCompletedWithValue("old");

            patient.call().start();
            assertThat(ask(patient)).as("full").isCompletedWithValue("old");
            patient.answer("fine");

            for (int i = 0; i < 20 && patient.states().isEmpty(); i++) {
                patient.failOnce();
            }
            assertThat(patient.states()).containsExactly(State.OPEN);
            assertThat(ask(patient)).as("open").isCompletedWithValue("old");
        }

        @Test
        void itIsNotGivenToWhoWentAwayOrWhenTheKillSwitchIsThrown() {
            keep(rig, "old");
            rig.advance(SECOND);
            CompletableFuture<String> gone = ask(rig);
            gone.cancel(false);
            assertThat(last(rig).failure()).isEqualTo(Reason.INTERRUPTED);
            rig.upstream.disable();
            assertThat(Rig.reason(ask(rig))).isEqualTo(Reason.DISABLED);
        }

        @Test
        void itIsGoneOnceTheUpstreamSaysThatThereIsNone() {
            keep(rig, "old");
            rig.advance(SECOND);
            CompletableFuture<String> asked = ask(rig);
            rig.calls.get(1).completeExceptionally(AnsweredStatus.exception(410));
            assertThat(Rig.failure(asked)).hasCauseInstanceOf(HttpStatusException.class);
            CompletableFuture<String> again = ask(rig);
            rig.fail();
            assertThat(Rig.reason(again)).isEqualTo(Reason.FAILED);
        }
    }

    @Nested
    class ThatThereIsNone {
        private final Rig rig = rig(builder -> builder.cacheTtl(Duration.ofSeconds(2))
                .cacheMaxEntries(100)
                .negativeTtl(SECOND)
                .staleIfError(Duration.ofHours(1)));

        private CompletableFuture<String> askFor(int status) {
            CompletableFuture<String> asked = ask(rig);
            rig.calls.get(rig.calls.size() - 1).completeExceptionally(AnsweredStatus.exception(status));
            return asked;
        }

        @Test
        void isRememberedWithoutTheAnswerWhichNamesItsRequest() {
            CompletableFuture<String> first = rig.call().cachedBy("key").start();
            rig.calls.get(0).completeExceptionally(AnsweredStatus.exception(404));
            HttpStatusException asked = (HttpStatusException) Rig.failure(first).getCause();
            HttpStatusException kept = (HttpStatusException)
                    Rig.failure(rig.call().cachedBy("key").start()).getCause();

            assertThat(asked.response()).isNotNull();
            assertThat(kept.response()).isNull();
            assertThat(kept.status()).isEqualTo(404);
            assertThat(kept).hasMessage(asked.getMessage());
            assertThat(rig.calls).hasSize(1);
        }

        @Test
        void isRememberedForItsTimeOfStatuses404And410() {
            for (int status : new int[] {404, 410}) {
                UpstreamException first = Rig.failure(askFor(status));
                rig.advance(Duration.ofMillis(999));
                int calls = rig.calls.size();
                CompletableFuture<String> again = ask(rig);
                assertThat(Rig.failure(again)).hasCause(first.getCause());
                assertThat(last(rig))
                        .isEqualTo(new UpstreamResult(
                                "gemini", Source.NONE, Reason.FAILED, "HttpStatusException", false, 0, 0));
                rig.advance(Duration.ofMillis(1));
                assertThat(ask(rig)).isNotDone();
                assertThat(rig.calls).hasSize(calls + 1);
                rig.upstream.invalidateAll();
            }
            assertThat(rig.upstream.cacheStats().negativeHits()).isEqualTo(2);
        }

        @Test
        void isRememberedOfNull() {
            CompletableFuture<String> first = ask(rig);
            rig.answer(null);
            assertThat(first).isCompletedWithValue(null);
            assertThat(ask(rig)).isCompletedWithValue(null);
            assertThat(last(rig).source()).isEqualTo(Source.CACHE);
            assertThat(rig.calls).hasSize(1);
        }

        @Test
        void isNotWhatOtherFailuresSay() {
            for (int status : new int[] {400, 401, 403, 429, 500, 503}) {
                askFor(status);
            }
            assertThat(rig.calls).hasSize(6);
            assertThat(rig.upstream.cacheStats().entries()).isZero();
        }

        @Test
        void leadsToTheFallbackLikeTheCallItself() {
            askFor(404);
            assertThat(rig.call().cachedBy("key").fallback(failure -> "rules").start())
                    .isCompletedWithValue("rules");
            assertThat(rig.calls).hasSize(1);
        }

        @Test
        void takesThePlaceOfAnOldAnswer() {
            keep(rig, "old");
            rig.advance(Duration.ofSeconds(2));
            askFor(404);
            rig.advance(SECOND);
            CompletableFuture<String> asked = ask(rig);
            rig.fail();
            assertThat(Rig.reason(asked)).as("not the old answer").isEqualTo(Reason.FAILED);
        }

        @Test
        void isWithinTheSameBoundAsAnswers() {
            for (int i = 0; i < 1_000; i++) {
                rig.call().cachedBy(i).start();
                rig.calls.get(i).completeExceptionally(AnsweredStatus.exception(404));
            }
            assertThat(rig.upstream.cacheStats().entries()).isEqualTo(100);
        }
    }
}
