/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Blocking work on real threads, by the real clock. */
class BlockingWorkTest {
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    private final List<UpstreamResult> results = new CopyOnWriteArrayList<>();
    private final Upstream upstream = Upstream.named("slow")
            .timeout(TIMEOUT)
            .maxConcurrent(3)
            .breakerWindow(BreakerWindow.calls(1_000))
            .observer((decision, exchange) -> {
                if (decision instanceof UpstreamResult result) {
                    results.add(result);
                }
            })
            .build();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        upstream.close();
    }

    /** Hangs, and interrupting it does nothing. */
    private String hang() {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        boolean interrupted = false;
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        running.decrementAndGet();
        return interrupted ? "late" : "never interrupted";
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("breakwater-upstream-slow-"))
                .toList();
    }

    @Test
    void runsOnNamedDaemonsThatAreNotTheCaller() {
        Thread thread = upstream.call(Thread::currentThread).get();
        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).isEqualTo("breakwater-upstream-slow-1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Nested
    class ThatIgnoresItsInterruption {
        @Test
        void letsTheCallerGoAtTheDeadlineAndKeepsItsPermit() {
            List<Object> metered = new CopyOnWriteArrayList<>();
            Call<String> hung = upstream.call(BlockingWorkTest.this::hang)
                    .meter((answer, failure) -> metered.add(String.valueOf(answer)))
                    .fallback(failure -> failure.reason().text());
            long start = System.nanoTime();
            List<CompletableFuture<String>> started = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                started.add(hung.start());
            }
            started.forEach(call -> assertThat(call.join()).isEqualTo("timeout"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT, TIMEOUT.multipliedBy(5));

            for (int i = 0; i < 50; i++) {
                assertThat(hung.get()).isEqualTo("full");
            }
            assertThat(mostRunning).hasValue(3);
            release.countDown();
            await().untilAsserted(() -> assertThat(metered).containsExactly("late", "late", "late"));
            await().until(() ->
                    upstream.call(() -> "back").fallback(failure -> "no").get().equals("back"));
            assertThat(results)
                    .filteredOn(result -> result.failure() == Reason.TIMEOUT)
                    .hasSize(3);
        }
    }

    @Nested
    class ThatIsInterrupted {
        @Test
        void endsAndItsThreadGoesBackClean() {
            Upstream one =
                    Upstream.named("slow").timeout(TIMEOUT).maxConcurrent(1).build();
            AtomicBoolean interrupted = new AtomicBoolean();
            Callable<String> sleeper = () -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException expected) {
                    interrupted.set(true);
                    Thread.currentThread().interrupt();
                }
                return "late";
            };
            assertThat(one.call(sleeper)
                            .fallback(failure -> failure.reason().text())
                            .get())
                    .isEqualTo("timeout");
            await().untilTrue(interrupted);
            await().until(() ->
                    one.call(() -> "free").fallback(failure -> "full").get().equals("free"));
            for (int i = 0; i < 20; i++) {
                assertThat(one.call(() -> Thread.currentThread().isInterrupted())
                                .get())
                        .isFalse();
            }
            one.close();
            await().until(() -> threads().isEmpty());
        }

        @Test
        void leavesTheFlagOfAForeignThreadAsItWas() throws Exception {
            CompletableFuture<Boolean> after = new CompletableFuture<>();
            AtomicReference<Thread> worker = new AtomicReference<>();
            Upstream foreign = Upstream.named("slow")
                    .timeout(TIMEOUT)
                    .threads(task -> new Thread(() -> {
                                task.run();
                                if (worker.get() == Thread.currentThread()) {
                                    after.complete(Thread.currentThread().isInterrupted());
                                }
                            })
                            .start())
                    .build();
            CountDownLatch interrupted = new CountDownLatch(1);
            foreign.<String>call(() -> {
                        worker.set(Thread.currentThread());
                        while (!Thread.currentThread().isInterrupted()) {
                            LockSupport.park();
                        }
                        interrupted.countDown();
                        return "late";
                    })
                    .fallback(failure -> "")
                    .start();
            interrupted.await();
            assertThat(after.get()).isFalse();
            foreign.close();
        }

        @Test
        void neverReachesWorkThatCameLater() {
            Duration timeout = Duration.ofMillis(1);
            Upstream tight = Upstream.named("slow")
                    .timeout(timeout)
                    .breakerWindow(BreakerWindow.calls(100_000))
                    .breakerFailureRate(1)
                    .build();
            AtomicInteger stray = new AtomicInteger();
            for (int i = 0; i < 2_000; i++) {
                // Every other one ends about when its time does, so that interruptions often come at the last moment.
                long nanos = i % 2 == 0 ? 0 : 900_000;
                long start = System.nanoTime();
                tight.call(() -> {
                            LockSupport.parkNanos(nanos);
                            // After its own deadline it may be meant itself: its thread may have come late.
                            if (Thread.interrupted() && System.nanoTime() - start < timeout.toNanos()) {
                                stray.incrementAndGet();
                            }
                            return "";
                        })
                        .fallback(failure -> "")
                        .get();
            }
            tight.close();
            assertThat(stray).hasValue(0);
        }

        @Test
        void isNotReachedOnceItHasEnded() {
            Call<String> ended = Call.of(upstream, (attempt, engine, onWorker) -> {
                Errand<String> errand = new Errand<>(() -> "fine", attempt);
                errand.run();
                errand.stop();
            });
            assertThat(ended.start()).isCompletedWithValue("fine");
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Nested
    class WhenItsCallerIsInterrupted {
        @Test
        void isCancelledAndTheFlagIsSetAgain() throws Exception {
            AtomicReference<String> answer = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            Upstream patient = Upstream.named("slow").build();
            Thread caller = new Thread(() -> {
                answer.set(patient.<String>call(() -> {
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                cancelled.countDown();
                            }
                            return "never";
                        })
                        .fallback(failure -> failure.reason().text())
                        .get());
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            begun.await();
            caller.interrupt();
            caller.join();
            cancelled.await();

            assertThat(answer).hasValue("interrupted");
            assertThat(flag).isTrue();
            patient.close();
        }

        @Test
        void isNotBegunIfTheFlagWasSetBefore() {
            Thread.currentThread().interrupt();
            AtomicInteger begun = new AtomicInteger();
            String answer = upstream.call(() -> "call " + begun.incrementAndGet())
                    .fallback(failure -> failure.reason().text())
                    .get();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(answer).isEqualTo("interrupted");
            assertThat(begun).hasValue(0);
        }

        @Test
        void isBegunNonethelessByWhoeverDoesNotWait() {
            Thread.currentThread().interrupt();
            CompletableFuture<String> started = upstream.call(() -> "fine").start();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(started.join()).isEqualTo("fine");
        }
    }

    @Test
    void leavesNoThreadsAfterClose() {
        for (int i = 0; i < 3; i++) {
            upstream.call(() -> "fine").get();
        }
        upstream.close();
        await().until(() -> threads().isEmpty());
    }

    @Test
    void thatHangsWhenTheUpstreamIsClosedStillEndsForItsCallerByTheDeadline() {
        CompletableFuture<String> started = upstream.call(this::hang).start();
        await().until(() -> running.get() == 1);
        upstream.close();
        await().atMost(Duration.ofSeconds(5)).until(started::isDone);
        assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void thatFindsNoThreadFailsAndGivesItsPermitBack() {
        Rig rig = new Rig(builder -> builder.maxConcurrent(1).attempts(3).threads(task -> {
            throw new RejectedExecutionException("no thread");
        }));
        for (int i = 0; i < 20; i++) {
            CompletableFuture<String> started = rig.upstream.call(() -> "fine").start();
            assertThat(Rig.reason(started)).isEqualTo(Reason.FAILED);
        }
        assertThat(rig.states()).as("nobody's fault but ours").isEmpty();
        assertThat(rig.results()).allMatch(result -> result.attempts() == 0);
    }
}
