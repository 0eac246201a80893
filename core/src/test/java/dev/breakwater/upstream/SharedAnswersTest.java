/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.MemoryAnswers;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.BreakerChanged.State;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Two instances of a service, each with an upstream of the same name, that share answers. */
class SharedAnswersTest {
    private static final Duration TTL = Duration.ofHours(1);
    private static final AnswerCodec<String> TEXT = AnswerCodec.text();

    private final ManualTime storeTime = new ManualTime();
    private final MemoryAnswers store = new MemoryAnswers(storeTime);
    private final Rig one = rig(builder -> {});
    private final Rig two = rig(builder -> {});

    private Rig rig(Consumer<Upstream.Builder> more) {
        return new Rig(builder -> {
            builder.cacheTtl(TTL)
                    .cacheStore(CacheStore.REDIS)
                    .staleWhileRevalidate(Duration.ofMinutes(10))
                    .staleIfError(Duration.ofHours(2))
                    .answers(store);
            more.accept(builder);
        });
    }

    private static CompletableFuture<String> ask(Rig rig) {
        return rig.call().cachedBy("key", TEXT).start();
    }

    /** It asks the upstream, and shares the answer. */
    private static void keep(Rig rig, String answer) {
        CompletableFuture<String> asked = ask(rig);
        rig.answer(answer);
        assertThat(asked).isCompletedWithValue(answer);
    }

    /** Time passes for everybody. */
    private void advance(Duration span) {
        storeTime.advance(span);
        one.advance(span);
        two.advance(span);
    }

    private static UpstreamResult last(Rig rig) {
        return rig.results().get(rig.results().size() - 1);
    }

    @Test
    void whatOneHasAskedForTheOtherFinds() {
        keep(one, "kept");

        assertThat(ask(two)).isCompletedWithValue("kept");
        assertThat(two.calls).isEmpty();
        assertThat(two.result().source()).isEqualTo(Source.CACHE);
        assertThat(two.result().attempts()).isZero();
        assertThat(two.upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 0, 1, 0, 0, 0, 1));
        assertThat(two.upstream.cacheStats().hitRate()).isOne();
        assertThat(one.upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 1, 1));
    }

    @Test
    void whatIsFoundIsKeptInMemory() {
        keep(one, "kept");
        ask(two);
        int looks = store.looks();

        assertThat(ask(two)).isCompletedWithValue("kept");
        assertThat(store.looks()).isEqualTo(looks);
        assertThat(two.upstream.cacheStats().hits()).isOne();
    }

    @Test
    void anAnswerIsAsOldAsItIsWhereverItIsFound() {
        keep(one, "kept");
        storeTime.advance(Duration.ofMinutes(40));
        // Whatever the time is on the instance that finds it.
        two.advance(Duration.ofHours(5));
        assertThat(ask(two)).isCompletedWithValue("kept");

        storeTime.advance(Duration.ofMinutes(20));
        two.advance(Duration.ofMinutes(20).minusMillis(1));
        assertThat(ask(two)).isCompletedWithValue("kept");
        assertThat(last(two).source()).isEqualTo(Source.CACHE);
        two.advance(Duration.ofMillis(1));
        assertThat(ask(two)).isCompletedWithValue("kept");
        assertThat(last(two).source()).isEqualTo(Source.STALE);
        assertThat(two.calls).as("a reload").hasSize(1);
    }

    @Test
    void itsMeterHearsNothingOfWhatIsFound() {
        keep(one, "kept");
        List<Object> metered = new ArrayList<>();

        assertThat(two.call()
                        .meter((answer, failure) -> metered.add(answer))
                        .cachedBy("key", TEXT)
                        .start())
                .isCompletedWithValue("kept");
        assertThat(metered).isEmpty();
        assertThat(two.upstream.state().running()).isZero();
    }

    @Test
    void blockingWorkIsSparedAsWell() {
        AtomicInteger asked = new AtomicInteger();
        for (Rig rig : List.of(one, two)) {
            Call<String> call =
                    rig.upstream.call(() -> "answer " + asked.incrementAndGet()).cachedBy("key", TEXT);
            assertThat(call.get()).isEqualTo("answer 1");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void keysUpstreamsAndCodecsAreKeptApart() {
        keep(one, "kept");
        Rig other = new Rig(builder -> {});
        try (Upstream weather = Upstream.named("weather")
                .cacheTtl(TTL)
                .cacheStore(CacheStore.REDIS)
                .answers(store)
                .threads(Runnable::run)
                .build()) {
            assertThat(weather.call(() -> "rain").cachedBy("key", TEXT).get()).isEqualTo("rain");
        }
        assertThat(two.call().cachedBy("other key", TEXT).start()).isNotDone();
        AnswerCodec<String> next = AnswerCodec.text("text-2", text -> text, text -> text);
        assertThat(two.call().cachedBy("key", next).start()).isNotDone();
        assertThat(other.calls).isEmpty();
    }

    @Test
    void withThePolicyOfAMemoryNobodyLooks() {
        Rig alone = rig(builder -> builder.cacheStore(CacheStore.MEMORY));
        keep(alone, "kept");

        assertThat(store.looks()).isZero();
        assertThat(store.size()).isZero();

        alone.upstream.replace(UpstreamPolicy.named("gemini")
                .cacheTtl(TTL)
                .cacheStore(CacheStore.REDIS)
                .build());
        assertThat(ask(alone)).isNotDone();
        assertThat(store.looks()).isOne();
    }

    @Nested
    class WhatIsOld {
        @Test
        void isNoAnswerToThoseWhoWaitButToThoseWhoComeMeanwhile() {
            keep(one, "old");
            storeTime.advance(TTL.plusMinutes(1));

            CompletableFuture<String> first = ask(two);
            assertThat(first).isNotDone();
            assertThat(ask(two)).isCompletedWithValue("old");
            assertThat(last(two).source()).isEqualTo(Source.STALE);
            two.answer("new");
            assertThat(first).isCompletedWithValue("new");
            assertThat(two.calls).hasSize(1);
            assertThat(two.upstream.cacheStats().misses()).isOne();
            assertThat(two.upstream.cacheStats().shared()).isZero();
        }

        @Test
        void standsInIfTheUpstreamFails() {
            keep(one, "old");
            storeTime.advance(TTL.plusMinutes(30));

            CompletableFuture<String> asked = ask(two);
            two.fail();
            assertThat(asked).isCompletedWithValue("old");
            assertThat(last(two).source()).isEqualTo(Source.STALE);
            assertThat(last(two).attempts()).isOne();
            assertThat(two.upstream.cacheStats().staleOnError()).isOne();
        }

        @Test
        void isGoneOnceItIsOfNoUse() {
            keep(one, "old");
            storeTime.advance(TTL.plusHours(2));

            CompletableFuture<String> asked = ask(two);
            two.fail();
            assertThat(Rig.reason(asked)).isEqualTo(Reason.FAILED);
        }

        @Test
        void isNotPutInPlaceOfWhatIsNewer() {
            keep(one, "old");
            storeTime.advance(TTL.plusMinutes(20));
            store.away(true);
            keep(two, "newer");
            store.away(false);
            two.advance(TTL.plusMinutes(20));

            CompletableFuture<String> asked = ask(two);
            two.fail();
            assertThat(asked).isCompletedWithValue("newer");
        }

        @Test
        void isReplacedByWhatAnotherInstanceHasAskedForSince() {
            keep(one, "old");
            one.advance(TTL);
            storeTime.advance(TTL);
            keep(two, "new");

            assertThat(ask(one)).isCompletedWithValue("old");
            assertThat(one.calls).as("no reload").hasSize(1);
            assertThat(one.results())
                    .filteredOn(result -> result.source() == Source.RELOAD)
                    .singleElement()
                    .satisfies(reload -> assertThat(reload.attempts()).isZero());
            assertThat(ask(one)).isCompletedWithValue("new");
            assertThat(one.upstream.cacheStats().shared()).as("nobody waited").isZero();
        }
    }

    @Nested
    class WhileSomebodyLooks {
        @Test
        void allWhoAskForTheKeyWaitForOneLookAndOneCall() {
            store.slow();
            CompletableFuture<String> first = ask(one);
            CompletableFuture<String> second = ask(one);
            assertThat(store.looks()).isOne();
            assertThat(one.calls).isEmpty();

            store.answer();
            assertThat(one.calls).hasSize(1);
            one.answer("answer");
            assertThat(List.of(first.join(), second.join())).containsExactly("answer", "answer");
            assertThat(one.upstream.cacheStats()).isEqualTo(new CacheStats(0, 1, 1, 1));
        }

        @Test
        void theDeadlineGoesOnAndSaysNothingAboutTheUpstream() {
            store.slow();
            Rig impatient =
                    rig(builder -> builder.timeout(Duration.ofSeconds(1)).breakerWindow(BreakerWindow.calls(1)));
            CompletableFuture<String> asked = ask(impatient);
            impatient.advance(Duration.ofSeconds(1));

            assertThat(Rig.reason(asked)).isEqualTo(Reason.TIMEOUT);
            assertThat(impatient.upstream.state().breaker()).isEqualTo(State.CLOSED);
            store.answer();
            assertThat(impatient.calls).isEmpty();
            assertThat(impatient.planned()).isZero();
        }

        @Test
        void theKillSwitchCanBeThrown() {
            keep(one, "kept");
            store.slow();
            CompletableFuture<String> asked = ask(two);
            two.upstream.disable();
            store.answer();

            assertThat(Rig.reason(asked)).isEqualTo(Reason.DISABLED);
            assertThat(two.calls).isEmpty();
        }

        @Test
        void whatIsForgottenIsNotKept() {
            keep(one, "kept");
            store.slow();
            CompletableFuture<String> asked = ask(two);
            two.upstream.invalidate("key");
            assertThat(store.size()).isZero();
            store.answer();

            assertThat(two.calls).hasSize(1);
            two.answer("new");
            assertThat(asked).isCompletedWithValue("new");
            assertThat(ask(two)).isNotDone();
            assertThat(store.size()).isZero();
        }

        @Test
        void workThatComesAfterwardsHasTheCallersContext() throws Exception {
            Exchange request = TestExchange.get("/plan");
            ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            List<String> seen = new CopyOnWriteArrayList<>();
            Runnable see = () -> seen.add(MDC.get("trace")
                    + ' '
                    + (CurrentExchange.get() == request)
                    + ' '
                    + (Thread.currentThread().getContextClassLoader() == loader));
            AnswerCodec<String> seeing = AnswerCodec.text(
                    "seeing-1",
                    text -> {
                        see.run();
                        return text;
                    },
                    text -> {
                        see.run();
                        throw new IOException("planted");
                    });
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Rig threaded = rig(builder -> builder.threads(pool));
            store.put("gemini", "key", "seeing-1", new byte[0], TTL);
            store.slow();
            CompletableFuture<String> asked;
            try {
                // A thread takes its first class loader from whoever had it made.
                pool.submit(() -> {}).get();
                CurrentExchange.open(request);
                MDC.put("trace", "abc");
                Thread.currentThread().setContextClassLoader(loader);
                asked = threaded.upstream
                        .callAsync(() -> {
                            see.run();
                            return CompletableFuture.completedFuture("new");
                        })
                        .cachedBy("key", seeing)
                        .start()
                        .whenComplete((answer, failure) -> see.run());
            } finally {
                CurrentExchange.close(null);
                MDC.clear();
                Thread.currentThread().setContextClassLoader(before);
            }
            store.answer();

            assertThat(asked.get()).isEqualTo("new");
            await().until(() -> seen.size() == 4);
            pool.submit(() -> {
                        assertThat(CurrentExchange.get()).isNull();
                        assertThat(MDC.get("trace")).isNull();
                    })
                    .get();
            pool.shutdown();
            assertThat(seen)
                    .as("reading, work, what follows; the request may be over when it is written")
                    .containsExactlyInAnyOrder("abc true true", "abc true true", "abc true true", "abc false true");
        }
    }

    /** Whoever brings the answer from the store has others to bring. */
    @Nested
    class IfNoThreadIsToBeHadAfterALook {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final List<String> ran = new ArrayList<>();
        private boolean busy = true;
        private final Rig rig = rig(builder -> builder.threads(task -> {
            if (busy) {
                throw new RejectedExecutionException("planted");
            }
            tasks.add(task);
        }));

        private CompletableFuture<String> look() {
            AnswerCodec<String> seen = AnswerCodec.text("seen-1", text -> text, text -> {
                ran.add("codec");
                return text;
            });
            store.put("gemini", "key", "seen-1", new byte[] {'x'}, TTL);
            store.slow();
            CompletableFuture<String> asked = rig.call()
                    .cachedBy("key", seen)
                    .fallback(failure -> {
                        ran.add("fallback");
                        return failure.reason().text();
                    })
                    .start();
            store.answer();
            return asked;
        }

        @Test
        void theTimerEndsTheCallAndNothingRunsWhereTheAnswerCame() {
            CompletableFuture<String> asked = look();
            assertThat(ran).isEmpty();
            assertThat(asked).isNotDone();

            rig.advance(Duration.ZERO);
            assertThat(asked).isCompletedWithValue("failed");
            assertThat(ran).containsExactly("fallback");
            assertThat(rig.planned()).isZero();
        }

        @Test
        void theCallGoesOnIfThereIsOneAfterAll() {
            CompletableFuture<String> asked = look();
            busy = false;
            rig.advance(Duration.ZERO);
            assertThat(ran).isEmpty();

            tasks.remove().run();
            assertThat(asked).isCompletedWithValue("x");
            assertThat(ran).containsExactly("codec");
        }

        @Test
        void theDeadlineEndsItWhereTheTimerTakesNothingMore() throws Exception {
            List<Thread> fellBack = new CopyOnWriteArrayList<>();
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
            Rig closing = rig(builder -> builder.time(TimeSource.system())
                    .timer(timer)
                    .timeout(Duration.ofMillis(50))
                    .threads(task -> {
                        throw new RejectedExecutionException("planted");
                    }));
            store.slow();
            CompletableFuture<String> asked = closing.call()
                    .cachedBy("key", TEXT)
                    .fallback(failure -> {
                        fellBack.add(Thread.currentThread());
                        return failure.reason().text();
                    })
                    .start();
            timer.shutdown();
            store.answer();

            assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo("timeout");
            assertThat(fellBack).hasSize(1).doesNotContain(Thread.currentThread());
        }
    }

    @Nested
    class WhatCannotBeRead {
        @ParameterizedTest
        @ValueSource(strings = {"exception", "error", "null"})
        void countsAsNotFound(String fault) {
            AnswerCodec<String> strict = AnswerCodec.text("strict-1", text -> text, text -> switch (fault) {
                case "exception" -> throw new IOException("planted");
                case "error" -> throw new StackOverflowError("planted");
                default -> null;
            });
            store.put("gemini", "key", "strict-1", new byte[] {1}, TTL);
            CompletableFuture<String> asked = one.call().cachedBy("key", strict).start();
            one.answer("answer");

            assertThat(asked).isCompletedWithValue("answer");
            assertThat(one.result().source()).isEqualTo(Source.CALL);
            assertThat(one.upstream.cacheStats().misses()).isOne();
        }

        @Test
        void isNoUtf8() {
            store.put("gemini", "key", "text-1", new byte[] {(byte) 0xff, (byte) 0xfe}, TTL);
            keep(one, "answer");
        }

        @Test
        void isOlderThanAnythingCanBe() {
            store.put("gemini", "key", "text-1", new byte[] {'x'}, Duration.ofDays(500_000));
            store.older(Duration.ofDays(400_000));
            keep(one, "answer");
        }

        @Test
        void orWrittenIsKeptInMemory() {
            AnswerCodec<String> mute = AnswerCodec.text(
                    "mute-1",
                    text -> {
                        throw new IllegalStateException("planted");
                    },
                    text -> text);
            CompletableFuture<String> asked = one.call().cachedBy("key", mute).start();
            one.answer("answer");

            assertThat(asked).isCompletedWithValue("answer");
            assertThat(one.call().cachedBy("key", mute).start()).isCompletedWithValue("answer");
            assertThat(store.size()).isZero();
        }
    }

    @Nested
    class IsNotShared {
        @Test
        void whatIsLargerThanAMebibyte() {
            keep(one, "x".repeat(1 << 20));
            assertThat(store.size()).isOne();
            one.upstream.invalidate("key");
            keep(one, "x".repeat((1 << 20) + 1));

            assertThat(store.size()).isZero();
        }

        @Test
        void whatNobodySaysHowToWriteWhichIsSaidOnce() {
            Logger logger = (Logger) LoggerFactory.getLogger(Upstream.class);
            ListAppender<ILoggingEvent> said = new ListAppender<>();
            said.start();
            logger.addAppender(said);
            try {
                one.call().cachedBy("key").start();
                one.answer("kept");
                one.call().cachedBy("another key").start();
            } finally {
                logger.detachAppender(said);
            }
            assertThat(one.call().cachedBy("key").start()).isCompletedWithValue("kept");
            assertThat(store.looks()).isZero();
            assertThat(store.size()).isZero();
            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .contains("gemini", "cachedBy(key, codec)");
        }

        @Test
        void thatThereIsNothingAndWhatThereWasIsGone() {
            keep(one, "kept");
            storeTime.advance(TTL);
            CompletableFuture<String> asked = ask(two);
            two.answer(null);

            assertThat(asked).isCompletedWithValue(null);
            assertThat(store.size()).isZero();
        }

        @Test
        void aFailure() {
            Rig.failure(failed(ask(one)));
            assertThat(store.size()).isZero();
        }

        private CompletableFuture<String> failed(CompletableFuture<String> asked) {
            one.fail();
            return asked;
        }
    }

    @Nested
    class WhatIsForgotten {
        @Test
        void isForgottenWhereItIsShared() {
            keep(one, "kept");
            two.upstream.invalidate("key");

            assertThat(store.size()).isZero();
            assertThat(ask(two)).isNotDone();
            assertThat(ask(one)).as("until its time is over").isCompletedWithValue("kept");
        }

        @Test
        void isNotKeptByThoseWhoFindItInTheLastMoment() {
            keep(one, "kept");
            store.beforeRemoval(() -> assertThat(ask(two)).isCompletedWithValue("kept"));
            two.upstream.invalidate("key");

            assertThat(ask(two)).isNotDone();
        }

        @Test
        void isNotWrittenAfterwards() {
            Queue<Runnable> tasks = new ArrayDeque<>();
            Rig late = rig(builder -> builder.threads(tasks::add));
            keep(late, "kept");
            assertThat(tasks).as("the writing").hasSize(1);
            late.upstream.invalidate("key");
            tasks.remove().run();

            assertThat(store.size()).isZero();
        }

        @Test
        void isNotWrittenAfterwardsThoughMemoryHadNoRoomForIt() {
            Queue<Runnable> tasks = new ArrayDeque<>();
            Rig late = rig(builder -> builder.cacheMaxEntries(1).threads(tasks::add));
            keep(late, "kept");
            for (int i = 0; i < 3; i++) {
                CompletableFuture<String> other =
                        late.call().cachedBy("other " + i, TEXT).start();
                late.answer("other");
                assertThat(other).isCompletedWithValue("other");
            }
            assertThat(tasks).as("the writing").hasSize(4);
            late.upstream.invalidate("key");
            tasks.forEach(Runnable::run);

            assertThat(store.size()).as("the others").isEqualTo(3);
            assertThat(ask(two)).isNotDone();
        }

        @Test
        void isRemovedIfThatIsSaidWhileItIsWritten() {
            AtomicReference<Rig> late = new AtomicReference<>();
            AnswerCodec<String> codec = AnswerCodec.text(
                    "slow-1",
                    text -> {
                        late.get().upstream.invalidate("key");
                        return text;
                    },
                    text -> text);
            late.set(rig(builder -> builder.cacheMaxEntries(1)));
            CompletableFuture<String> asked =
                    late.get().call().cachedBy("key", codec).start();
            late.get().answer("kept");

            assertThat(asked).isCompletedWithValue("kept");
            assertThat(store.size()).isZero();
        }

        @Test
        void allOfItStaysWhereItIsShared() {
            keep(one, "kept");
            one.upstream.invalidateAll();

            assertThat(ask(one)).isCompletedWithValue("kept");
            assertThat(one.upstream.cacheStats().shared()).isOne();
        }

        @Test
        void whileTheOthersCannotBeToldIsForgottenHere() {
            keep(one, "kept");
            store.away(true);
            one.upstream.invalidate("key");

            assertThat(ask(one)).isNotDone();
        }
    }

    @Nested
    class WhileItIsAway {
        @Test
        void callsGoOnAtOnceOnTheCallersThread() {
            store.away(true);
            List<Thread> began = new ArrayList<>();
            CompletableFuture<String> asked = one.upstream
                    .callAsync(() -> {
                        began.add(Thread.currentThread());
                        return CompletableFuture.completedFuture("answer");
                    })
                    .cachedBy("key", TEXT)
                    .start();

            assertThat(asked).isCompletedWithValue("answer");
            assertThat(began).containsExactly(Thread.currentThread());
            assertThat(one.upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 1, 1));
        }

        @ParameterizedTest
        @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
        void whateverItThrowsFailsNoCall(Class<? extends Throwable> fault) throws Exception {
            Rig rig = broken(fault.getConstructor().newInstance());
            keep(rig, "kept");
            assertThat(ask(rig)).isCompletedWithValue("kept");
            rig.upstream.invalidate("key");
            assertThat(ask(rig)).isNotDone();
        }

        @Test
        void aVirtualMachineInTroubleFailsTheCallsAndNobodyWaits() {
            StackOverflowError planted = new StackOverflowError("planted");
            Rig rig = broken(planted);

            for (int i = 0; i < 2; i++) {
                UpstreamException failure = Rig.failure(ask(rig));
                assertThat(failure.reason()).isEqualTo(Reason.FAILED);
                assertThat(failure).hasCause(planted);
            }
            assertThat(rig.planned()).isZero();
        }

        @Test
        void aCodecThatDoesNotSayItsNameAnyMoreFailsNoCall() {
            AtomicInteger asked = new AtomicInteger();
            AnswerCodec<String> fickle = fickle(asked);
            Call<String> call = one.call().cachedBy("key", fickle);
            CompletableFuture<String> started = call.start();
            one.answer("answer");

            assertThat(started).isCompletedWithValue("answer");
            assertThat(call.start()).isCompletedWithValue("answer");
            assertThat(asked)
                    .as("when the call was described, to look, to write")
                    .hasValue(3);
            assertThat(store.size()).isZero();
        }

        private AnswerCodec<String> fickle(AtomicInteger asked) {
            return new AnswerCodec<>() {
                @Override
                public String name() {
                    if (asked.incrementAndGet() > 1) {
                        throw new IllegalStateException("planted");
                    }
                    return "fickle-1";
                }

                @Override
                public byte[] write(String answer) {
                    return new byte[1];
                }

                @Override
                public String read(byte[] bytes) {
                    return "read";
                }
            };
        }

        private Rig broken(Throwable fault) {
            return rig(builder -> builder.answers(new AnswerStore() {
                @Override
                public CompletionStage<Optional<Found>> find(String upstream, String key, String codec) {
                    throw SharedAnswersTest.<RuntimeException>thrown(fault);
                }

                @Override
                public CompletionStage<Boolean> put(
                        String upstream, String key, String codec, byte[] answer, Duration lifetime) {
                    throw SharedAnswersTest.<RuntimeException>thrown(fault);
                }

                @Override
                public CompletionStage<Boolean> remove(String upstream, String key) {
                    throw SharedAnswersTest.<RuntimeException>thrown(fault);
                }
            }));
        }
    }

    @SuppressWarnings("unchecked") // Whatever it is, it is thrown as it is.
    private static <X extends Throwable> X thrown(Throwable fault) throws X {
        throw (X) fault;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "menu 2",
                "menu:2",
                "menü",
                "x-----------------------------------------------------------------"
            })
    void aCodecHasAName(String name) {
        AnswerCodec<String> codec = AnswerCodec.text(name, text -> text, text -> text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.call().cachedBy("key", codec))
                .withMessageContaining("such as menu-2");
    }

    @Test
    void aCodecWritesWhatIsAskedFor() {
        Call<String> call = one.call().cachedBy("key", TEXT);

        assertThatIllegalStateException()
                .isThrownBy(() -> call.map(String::length))
                .withMessageContaining("first map");
    }
}
