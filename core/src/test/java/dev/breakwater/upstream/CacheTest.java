/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CacheTest {
    private static final Duration TTL = Duration.ofHours(1);
    private final Rig rig = new Rig(builder -> builder.cacheTtl(TTL).cacheMaxEntries(100));
    private final Upstream upstream = rig.upstream;

    private CompletableFuture<String> ask(Object key) {
        return rig.call().cachedBy(key).start();
    }

    @Test
    void keepsAnAnswerForItsTimeFromWhenItCame() {
        CompletableFuture<String> first = ask("key");
        rig.advance(Duration.ofSeconds(20));
        rig.answer("kept");
        assertThat(first).isCompletedWithValue("kept");

        rig.advance(TTL.minusMillis(1));
        assertThat(ask("key")).isCompletedWithValue("kept");
        rig.advance(Duration.ofMillis(1));
        assertThat(ask("key")).isNotDone();
        assertThat(rig.calls).hasSize(2);
    }

    @Test
    void saysWhereAnAnswerCameFrom() {
        CompletableFuture<String> first = ask("key");
        CompletableFuture<String> second = ask("key");
        rig.answer("shared");
        ask("key");
        assertThat(List.of(first.join(), second.join())).containsExactly("shared", "shared");
        assertThat(rig.results())
                .extracting(UpstreamResult::source, UpstreamResult::attempts)
                .containsExactlyInAnyOrder(tuple(Source.CALL, 1), tuple(Source.JOINED, 0), tuple(Source.CACHE, 0));
        assertThat(upstream.cacheStats()).isEqualTo(new CacheStats(1, 1, 1, 1));
        assertThat(upstream.cacheStats().hitRate()).isEqualTo(2.0 / 3);
    }

    @Test
    void keepsKeysApart() {
        ask("one");
        rig.answer("1");
        ask("two");
        rig.answer("2");
        assertThat(ask("one")).isCompletedWithValue("1");
        assertThat(ask("two")).isCompletedWithValue("2");
    }

    @Test
    void keepsWhatWasReadNotWhatWasSent() {
        AtomicInteger read = new AtomicInteger();
        Call<Integer> call = upstream.call(() -> "42")
                .map(text -> {
                    read.incrementAndGet();
                    return Integer.valueOf(text);
                })
                .cachedBy("key");
        assertThat(call.get()).isEqualTo(42);
        assertThat(call.get()).isEqualTo(42);
        assertThat(read).hasValue(1);
    }

    @Test
    void keepsNoFailureAndNoFallback() {
        Call<String> call = rig.call().cachedBy("key").fallback(failure -> "rules");
        CompletableFuture<String> first = call.start();
        rig.fail();
        assertThat(first).isCompletedWithValue("rules");
        CompletableFuture<String> second = call.start();
        rig.answer("fine");
        assertThat(second).isCompletedWithValue("fine");
    }

    /** A key whose code fails from some point on. */
    private static final class FailingKey {
        private boolean failing;

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            if (failing) {
                throw new IllegalStateException("no hash code");
            }
            return 1;
        }
    }

    @Test
    void answersEvenIfTheKeyFails() {
        FailingKey key = new FailingKey();
        CompletableFuture<String> asked = ask(key);
        key.failing = true;
        rig.answer("answer");

        assertThat(asked).isCompletedWithValue("answer");
        key.failing = false;
        assertThat(ask(key)).as("nobody joins what is over").isNotDone();
        rig.answer("another");
        assertThat(ask(key)).isCompletedWithValue("another");
    }

    @Test
    void keepsNoNull() {
        Call<String> call = upstream.<String>call(() -> {
                    rig.begun.incrementAndGet();
                    return null;
                })
                .cachedBy("key");
        assertThat(call.get()).isNull();
        assertThat(call.get()).isNull();
        assertThat(rig.begun).hasValue(2);
    }

    @Test
    void sharesNothingWithoutATimeToKeep() {
        Rig plain = Rig.of();
        plain.call().cachedBy("key").start();
        plain.call().cachedBy("key").start();
        assertThat(plain.calls).hasSize(2);
        assertThat(plain.upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 0, 0));
        assertThat(plain.upstream.cacheStats().hitRate()).isZero();
    }

    @Test
    void holdsNoMoreThanItMay() {
        for (int i = 0; i < 1_000; i++) {
            int key = i;
            upstream.call(() -> "answer").cachedBy(key).get();
        }
        assertThat(upstream.cacheStats().entries()).isEqualTo(100);
    }

    @Test
    void letsACallMakeAnotherWithAnotherKey() {
        String answer = upstream.call(() ->
                        "outer " + upstream.call(() -> "inner").cachedBy("FB").get())
                .cachedBy("Ea")
                .get();
        assertThat("FB").as("the same bucket").hasSameHashCodeAs("Ea");
        assertThat(answer).isEqualTo("outer inner");
    }

    @Nested
    class Forgetting {
        @Test
        void oneKeyAsksAgain() {
            ask("key");
            rig.answer("old");
            upstream.invalidate("key");
            assertThat(ask("key")).isNotDone();
        }

        @Test
        void keepsNothingThatWasAskedForBefore() {
            CompletableFuture<String> before = ask("key");
            upstream.invalidate("key");
            CompletableFuture<String> after = ask("key");
            rig.calls.get(0).complete("old");
            assertThat(before).isCompletedWithValue("old");
            assertThat(after).isNotDone();
            rig.calls.get(1).complete("new");
            assertThat(ask("key")).isCompletedWithValue("new");
        }

        @Test
        void allKeysAsksAgainForEach() {
            ask("kept");
            rig.answer("old");
            ask("under way");
            upstream.invalidateAll();
            rig.answer("old");
            assertThat(ask("kept")).isNotDone();
            assertThat(ask("under way")).isNotDone();
        }
    }

    @Nested
    class Joining {
        @Test
        void sharesAFailureButNotAFallback() {
            CompletableFuture<String> first =
                    rig.call().cachedBy("key").fallback(failure -> "one").start();
            CompletableFuture<String> second =
                    rig.call().cachedBy("key").fallback(failure -> "two").start();
            CompletableFuture<String> third = ask("key");
            rig.fail();
            assertThat(first).isCompletedWithValue("one");
            assertThat(second).isCompletedWithValue("two");
            assertThat(Rig.failure(third)).hasCauseInstanceOf(IOException.class);
            assertThat(rig.calls).hasSize(1);
            assertThat(rig.results()).hasSize(3);
            assertThat(upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 1, 0));
        }

        @Test
        void doesNotEndWhenSomebodyGoesAway() {
            CompletableFuture<String> first = ask("key");
            CompletableFuture<String> second = ask("key");
            CompletableFuture<String> third = ask("key");
            first.cancel(false);
            third.cancel(false);
            rig.answer("fine");
            assertThat(second).isCompletedWithValue("fine");
            assertThat(ask("key")).isCompletedWithValue("fine");
            assertThat(rig.results())
                    .extracting(UpstreamResult::failure)
                    .containsExactly(Reason.INTERRUPTED, Reason.INTERRUPTED, null, null);
            assertThat(rig.results())
                    .extracting(UpstreamResult::attempts)
                    .as("the first made the call")
                    .containsExactly(1, 0, 0, 0);
        }

        @Test
        void hasADeadlineOfItsOwn() {
            CompletableFuture<String> first = ask("key");
            rig.upstream.replace(UpstreamPolicy.named("gemini")
                    .timeout(Duration.ofSeconds(1))
                    .cacheTtl(TTL)
                    .cacheMaxEntries(100)
                    .build());
            CompletableFuture<String> hasty = ask("key");
            rig.advance(Duration.ofSeconds(1));
            assertThat(Rig.reason(hasty)).isEqualTo(Reason.TIMEOUT);
            rig.answer("fine");
            assertThat(first).isCompletedWithValue("fine");
            assertThat(rig.planned()).isZero();
        }

        @Test
        void isForTheNextOnceTheDeadlineHasPassed() {
            CompletableFuture<String> first = ask("key");
            rig.advance(Duration.ofSeconds(30));
            assertThat(Rig.reason(first)).isEqualTo(Reason.TIMEOUT);
            CompletableFuture<String> second = ask("key");
            rig.answer("fine");
            assertThat(second).isCompletedWithValue("fine");
        }
    }

    @Nested
    class AThousandThreads {
        @Test
        void onOneColdKeyMakeOneCall() throws Exception {
            AtomicInteger results = new AtomicInteger();
            Upstream real = Upstream.named("one")
                    .cacheTtl(TTL)
                    .observer((decision, exchange) -> results.incrementAndGet())
                    .build();
            AtomicInteger calls = new AtomicInteger();
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            AtomicInteger under = new AtomicInteger();
            List<String> answers = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                Thread thread = new Thread(
                        null,
                        () -> {
                            try {
                                go.await();
                            } catch (InterruptedException impossible) {
                                return;
                            }
                            under.incrementAndGet();
                            answers.add(real.call(() -> {
                                        calls.incrementAndGet();
                                        answer.await();
                                        return "shared";
                                    })
                                    .cachedBy("key")
                                    .get());
                        },
                        "caller-" + i,
                        128 * 1024);
                thread.start();
                threads.add(thread);
            }
            go.countDown();
            await().until(() -> under.get() == 1_000
                    && threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
            answer.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(calls).hasValue(1);
            assertThat(results).hasValue(1_000);
            assertThat(answers).hasSize(1_000).containsOnly("shared");
            assertThat(real.cacheStats()).isEqualTo(new CacheStats(0, 999, 1, 1));
            real.close();
        }

        @Test
        void neverMakeTwoCallsForOneKeyHoweverTheyMeet() throws Exception {
            Upstream real = Upstream.named("many")
                    .cacheTtl(TTL)
                    .cacheMaxEntries(100_000)
                    .maxConcurrent(100)
                    .build();
            AtomicInteger calls = new AtomicInteger();
            int keys = 20_000;
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int key = 0; key < keys; key++) {
                        real.callAsync(() -> CompletableFuture.completedFuture(calls.incrementAndGet()))
                                .cachedBy(key)
                                .get();
                    }
                });
                thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            CacheStats stats = real.cacheStats();
            assertThat(calls).hasValue(keys);
            assertThat(stats.misses()).isEqualTo(keys);
            assertThat(stats.hits() + stats.joined() + stats.misses()).isEqualTo(4L * keys);
            real.close();
        }
    }
}
