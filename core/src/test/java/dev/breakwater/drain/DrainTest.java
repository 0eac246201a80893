/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final Duration LAST_BYTES = Duration.ofMillis(100);

    private final ManualTime time = new ManualTime();
    private final ManualScheduler timer = new ManualScheduler(time);
    private final List<String> heard = new ArrayList<>();
    private final Drain drain = new Drain(time, timer, Runnable::run, () -> heard.add("unready"), (decision, none) -> {
        heard.add(((DrainChanged) decision).phase().text());
        assertThat(none).isNull();
    });
    private final Breakwater chain = Breakwater.of(List.of(DrainGuard.of(drain)));

    private Admission arrive() {
        return chain.admit(TestExchange.request("GET", "/").time(time).build());
    }

    private static void end(Admission admission, Duration took) {
        admission.complete(new Outcome(200, Outcome.Kind.OK, took.toNanos(), null, null));
    }

    private List<Admission> arrive(int requests) {
        List<Admission> admissions = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            admissions.add(arrive());
        }
        return admissions;
    }

    @Nested
    class Beginning {
        @Test
        void makesTheServiceUnreadyBeforeItReturnsAndTellsListenersAfterThat() {
            drain.onBegin(() -> heard.add("listener"));

            drain.begin();

            assertThat(heard).containsExactly("unready", "begun", "listener");
            assertThat(drain.phase()).isEqualTo(DrainPhase.BEGUN);
        }

        @Test
        void twiceIsOneDrain() {
            drain.onBegin(() -> heard.add("listener"));
            CompletableFuture<DrainSummary> first = drain.begin();
            timer.advance(Duration.ofSeconds(4));
            CompletableFuture<DrainSummary> second = drain.begin();
            timer.advance(Duration.ofSeconds(1).plus(LAST_BYTES));

            assertThat(first).isCompletedWithValue(second.getNow(null));
            assertThat(drain.begin()).isCompleted();
            assertThat(heard).containsExactly("unready", "begun", "listener", "refusing", "ended");
        }

        @Test
        void callsAListenerThatComesLateAtOnceAndOnce() {
            drain.begin();
            drain.onBegin(() -> heard.add("late"));
            timer.advance(Duration.ofMinutes(1));

            assertThat(heard).containsOnlyOnce("late");
        }

        @Test
        void doesNotMindAListenerThatThrows() {
            drain.onBegin(() -> {
                throw new AssertionError("planned");
            });
            drain.onBegin(() -> heard.add("second"));

            CompletableFuture<DrainSummary> end = drain.begin();
            timer.advance(DELAY.plus(LAST_BYTES));

            assertThat(heard).contains("second");
            assertThat(end).isCompleted();
        }

        @Test
        void leavesToNobodyElseToSpoilTheEnd() {
            drain.begin().cancel(true);
            timer.advance(DELAY.plus(LAST_BYTES));

            assertThat(drain.begin()).isCompleted().isNotCancelled();
        }

        @Test
        void ofManyThreadsIsOneDrain() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> begun = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                begun.add(threads.submit(() -> {
                    start.await();
                    return drain.begin();
                }));
            }
            start.countDown();
            for (Future<?> one : begun) {
                one.get(10, TimeUnit.SECONDS);
            }
            threads.shutdown();

            assertThat(heard).containsExactly("unready", "begun");
            assertThat(timer.planned()).isEqualTo(1);
        }
    }

    @Nested
    class TheDelay {
        @Test
        void takesWhatComes() {
            drain.begin();
            timer.advance(DELAY.minusNanos(1));

            assertThat(arrive().reply()).isNull();
            timer.advance(Duration.ofNanos(1));
            assertThat(arrive().reply()).isNotNull();
        }

        @Test
        void ofZeroRefusesAtOnce() {
            drain.use(DrainPolicy.builder().delay(Duration.ZERO).build());
            drain.begin();

            assertThat(arrive().reply().status()).isEqualTo(503);
            assertThat(heard).containsExactly("unready", "begun", "refusing");
        }

        @Test
        void staysAsItWasWhenTheDrainBegan() {
            drain.begin();
            drain.use(DrainPolicy.builder().delay(Duration.ZERO).build());
            timer.advance(DELAY.minusNanos(1));

            assertThat(arrive().reply()).isNull();
        }
    }

    @Nested
    class TheEnd {
        @Test
        void comesAsSoonAsTheLastHasHadTimeToSendItsLastBytes() {
            Admission last = arrive();
            CompletableFuture<DrainSummary> end = drain.begin();
            timer.advance(Duration.ofSeconds(7));
            end(last, Duration.ofSeconds(7));
            timer.advance(LAST_BYTES.minusNanos(1));
            assertThat(end).isNotDone();
            timer.advance(Duration.ofNanos(1));

            assertThat(end)
                    .isCompletedWithValue(
                            new DrainSummary(1, 1, 0, 0, Duration.ofSeconds(7), Duration.ofMillis(7_100)));
        }

        @Test
        void countsThoseInFlightAndThoseWhoCameDuringTheDelay() {
            end(arrive(), Duration.ofHours(1));
            List<Admission> before = arrive(20);
            CompletableFuture<DrainSummary> end = drain.begin();
            before.forEach(admission -> end(admission, Duration.ofSeconds(3)));
            timer.advance(Duration.ofSeconds(3));
            end(arrive(), Duration.ofSeconds(1));
            timer.advance(Duration.ofSeconds(2));
            arrive(3);
            timer.advance(LAST_BYTES);

            assertThat(end)
                    .isCompletedWithValue(
                            new DrainSummary(21, 21, 0, 3, Duration.ofSeconds(3), Duration.ofMillis(5_100)));
            assertThat(end.join()).hasToString("started=21 finished=21 aborted=0 refused=3 longest=3000ms took=5100ms");
        }

        @Test
        void comesWithTheTimeoutAtTheLatestAndCountsWhoIsLeft() {
            List<Admission> admissions = arrive(3);
            CompletableFuture<DrainSummary> end = drain.begin();
            timer.advance(Duration.ofSeconds(24));
            end(admissions.get(0), Duration.ofSeconds(4));
            timer.advance(Duration.ofMillis(999));
            assertThat(end).isNotDone();
            timer.advance(Duration.ofMillis(1));

            assertThat(end)
                    .isCompletedWithValue(new DrainSummary(3, 1, 2, 0, Duration.ofSeconds(20), Duration.ofSeconds(25)));
        }

        @Test
        void isNotTouchedByWhatEndsLater() {
            Admission slow = arrive();
            CompletableFuture<DrainSummary> end = drain.begin();
            timer.advance(Duration.ofSeconds(25));
            DrainSummary told = end.join();
            end(slow, Duration.ofSeconds(60));
            timer.advance(Duration.ofMinutes(1));

            assertThat(drain.begin().join()).isEqualTo(told);
            assertThat(heard).containsOnlyOnce("ended");
            assertThat(arrive().reply().status()).isEqualTo(503);
        }

        @Test
        void comesAtOnceIfItIsClosed() {
            arrive();
            CompletableFuture<DrainSummary> end = drain.begin();
            timer.advance(Duration.ofSeconds(1));
            drain.close();

            assertThat(end.join().aborted()).isEqualTo(1);
            assertThat(heard).endsWith("refusing", "ended");
        }

        @Test
        void comesAtOnceIfThereIsNoTimerAnyMore() {
            ManualTime stopped = new ManualTime();
            var gone = Executors.newSingleThreadScheduledExecutor();
            gone.shutdownNow();
            Drain late = new Drain(stopped, gone, Runnable::run, () -> {}, (decision, none) -> {});

            assertThat(late.begin()).isCompletedWithValue(new DrainSummary(0, 0, 0, 0, Duration.ZERO, Duration.ZERO));
        }

        @Test
        void doesNotComeBecauseItIsClosedWithoutHavingBegun() {
            drain.close();

            assertThat(drain.phase()).isEqualTo(DrainPhase.SERVING);
            assertThat(arrive().reply()).isNull();
            assertThat(heard).isEmpty();
        }

        @Test
        void isToldOnceThoughWhoeverHearsOfItFails() {
            Drain unheard = new Drain(time, timer, Runnable::run, () -> {}, (decision, none) -> {
                throw new IllegalStateException("planned");
            });
            CompletableFuture<DrainSummary> end = unheard.begin();
            timer.advance(DELAY.plus(LAST_BYTES));

            assertThat(end).isCompleted();
        }
    }

    @Nested
    class UnderLoad {
        @Test
        void nobodyWhoWasTakenInIsForgottenAndNobodyIsTakenInAfterwards() throws Exception {
            drain.use(DrainPolicy.builder().delay(Duration.ZERO).build());
            ExecutorService threads = Executors.newFixedThreadPool(4);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> taken = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                taken.add(threads.submit(() -> {
                    start.await();
                    int count = 0;
                    for (Admission next = arrive(); next.reply() == null; next = arrive()) {
                        end(next, Duration.ofMillis(1));
                        count++;
                    }
                    return count;
                }));
            }
            start.countDown();
            while (drain.inFlight() == 0) {
                Thread.onSpinWait();
            }
            CompletableFuture<DrainSummary> end = drain.begin();
            int sum = 0;
            for (Future<Integer> one : taken) {
                sum += one.get(20, TimeUnit.SECONDS);
            }
            threads.shutdown();
            timer.advance(LAST_BYTES);

            DrainSummary summary = end.join();
            assertThat(drain.inFlight()).isZero();
            assertThat(summary.refused()).isEqualTo(4);
            assertThat(summary.aborted()).isZero();
            assertThat(summary.finished()).isEqualTo(summary.inFlight()).isBetween(0L, (long) sum);
        }

        @Test
        void whoeverIsRefusedHidesTheEndFromNobody() throws Exception {
            for (int round = 0; round < 50; round++) {
                Drain stormed = new Drain(time, timer, Runnable::run, () -> {}, (decision, none) -> {});
                stormed.use(DrainPolicy.builder().delay(Duration.ZERO).build());
                assertThat(stormed.enter()).isTrue();
                CompletableFuture<DrainSummary> end = stormed.begin();
                List<Thread> storm = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    storm.add(new Thread(() -> {
                        for (int refused = 0; refused < 2_000; refused++) {
                            stormed.enter();
                        }
                    }));
                }
                storm.forEach(Thread::start);
                stormed.leave(1);
                for (Thread thread : storm) {
                    thread.join();
                }
                timer.advance(LAST_BYTES);

                assertThat(end).isDone();
            }
        }
    }
}
