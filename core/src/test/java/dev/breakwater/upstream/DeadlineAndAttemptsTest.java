/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeadlineAndAttemptsTest {
    @Nested
    class TheDeadline {
        private final Rig rig =
                new Rig(builder -> builder.timeout(Duration.ofSeconds(2)).attempts(3));

        @Test
        void endsACallAndCancelsItsStage() {
            CompletableFuture<String> started = rig.call().start();
            rig.advance(Duration.ofMillis(1_999));
            assertThat(started).isNotDone();
            rig.advance(Duration.ofMillis(1));

            assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
            assertThat(rig.calls.get(0)).isCancelled();
            assertThat(rig.result().durationNanos())
                    .isEqualTo(Duration.ofSeconds(2).toNanos());
        }

        @Test
        void coversAllAttemptsTogether() {
            rig.dice = 0;
            CompletableFuture<String> started = rig.call().start();
            rig.advance(Duration.ofMillis(1_500));
            rig.fail();
            rig.advance(Duration.ofMillis(499));
            assertThat(rig.calls).hasSize(2);
            assertThat(started).isNotDone();
            rig.advance(Duration.ofMillis(1));

            UpstreamException failure = Rig.failure(started);
            assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(failure).as("what the first attempt threw").hasCauseInstanceOf(IOException.class);
            assertThat(rig.result().attempts()).isEqualTo(2);
        }

        @Test
        void isNotWaitedForWhenTheNextAttemptWouldComeTooLate() {
            CompletableFuture<String> started = rig.call().start();
            rig.advance(Duration.ofMillis(1_700));
            rig.fail();

            assertThat(Rig.reason(started)).isEqualTo(Reason.FAILED);
            assertThat(rig.planned()).isZero();
        }

        @Test
        void thatPassesDropsWhatComesLater() {
            CompletableFuture<String> late = new CompletableFuture<>();
            CompletableFuture<String> started =
                    rig.upstream.callAsync(late::minimalCompletionStage).start();
            rig.advance(Duration.ofSeconds(2));
            late.completeExceptionally(new IOException());
            rig.advance(Duration.ofSeconds(9));

            assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
            assertThat(rig.results()).hasSize(1);
        }
    }

    @Nested
    class AnAnswerThatComesAsTheCallerLeaves {
        private final List<String> dropped = new ArrayList<>();
        private final AtomicReference<CompletableFuture<String>> last = new AtomicReference<>();
        private final AtomicReference<Runnable> onResult = new AtomicReference<>(() -> {});
        private final Rig rig = new Rig(builder -> builder.breakerWindow(BreakerWindow.calls(1))
                .breakerWait(Duration.ofSeconds(1))
                .observer((decision, exchange) -> {
                    // Between the answer and the end of its call.
                    if (decision instanceof BreakerChanged change && change.to() == BreakerChanged.State.CLOSED) {
                        last.get().cancel(true);
                    } else if (decision instanceof UpstreamResult) {
                        onResult.get().run();
                    }
                }));

        private CompletableFuture<String> ask(CompletableFuture<String> call) {
            return describe(rig.upstream, () -> call).start();
        }

        private Call<String> describe(Upstream upstream, Supplier<CompletableFuture<String>> call) {
            return Call.of(upstream, new Work<String>() {
                @Override
                public void begin(Attempt<String, ?> attempt, Engine engine, boolean onWorker) {
                    Stages.begin(attempt, cancel -> engine.handOver(cancel, cancel), call);
                }

                @Override
                public void drop(String answer) {
                    dropped.add(answer);
                }
            });
        }

        @Test
        void isDropped() {
            rig.failOnce();
            rig.advance(Duration.ofSeconds(2));
            CompletableFuture<String> call = new CompletableFuture<>();
            last.set(ask(call));
            call.complete("stream");

            assertThat(last.get()).isCancelled();
            assertThat(dropped).containsExactly("stream");
        }

        @Test
        void isDroppedWhenTheFutureIsCancelledAsItsResultIsTold() {
            CompletableFuture<String> call = new CompletableFuture<>();
            AtomicReference<CompletableFuture<String>> started = new AtomicReference<>();
            onResult.set(() -> started.get().cancel(true));
            started.set(ask(call));
            call.complete("stream");

            assertThat(started.get()).isCancelled();
            assertThat(dropped).containsExactly("stream");
        }

        @Test
        void isDroppedWhenTheWaitingThreadIsInterrupted() {
            CompletableFuture<String> call = new CompletableFuture<>();
            AtomicReference<UpstreamException> failure = new AtomicReference<>();
            AtomicReference<Thread> caller = new AtomicReference<>();
            // The wait before this attempt is forgotten between the end of the call and the moment the caller can see
            // it.
            Rig late = new Rig(builder -> builder.attempts(2).timer(forgetting(() -> {
                caller.get().interrupt();
                await().until(() -> failure.get() != null);
            })));
            Iterator<CompletableFuture<String>> attempts = List.of(
                            CompletableFuture.<String>failedFuture(new IOException()), call)
                    .iterator();
            caller.set(new Thread(() -> failure.set(catchThrowableOfType(
                    UpstreamException.class,
                    () -> describe(late.upstream, attempts::next).get()))));
            caller.get().start();
            await().until(() -> caller.get().getState() == Thread.State.TIMED_WAITING);
            call.complete("stream");

            assertThat(failure.get().reason()).isEqualTo(Reason.INTERRUPTED);
            assertThat(dropped).containsExactly("stream");
        }

        /** A timer that rings at once, and does this when it is told to forget something. */
        private ScheduledExecutorService forgetting(Runnable onCancel) {
            return new ScheduledThreadPoolExecutor(1) {
                @Override
                public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                    task.run();
                    return (ScheduledFuture<?>) Proxy.newProxyInstance(
                            getClass().getClassLoader(), new Class<?>[] {ScheduledFuture.class}, (it, method, args) -> {
                                onCancel.run();
                                return true;
                            });
                }
            };
        }

        @Test
        void isNotDroppedIfTheCallerGetsIt() {
            assertThat(ask(CompletableFuture.completedFuture("stream"))).isCompletedWithValue("stream");
            assertThat(dropped).isEmpty();
        }
    }

    @Nested
    class WorkThatCannotBeEnded {
        private final Rig rig = new Rig(builder -> builder.timeout(Duration.ofSeconds(2)));

        @Test
        void keepsNobodyWaitingPastTheDeadline() {
            CompletableFuture<String> started = rig.upstream
                    .<String>callAsync(() -> new CompletableFuture<>() {
                        @Override
                        public boolean cancel(boolean mayInterrupt) {
                            throw new IllegalStateException("cannot be cancelled");
                        }
                    })
                    .start();
            rig.advance(Duration.ofSeconds(2));

            assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
        }
    }

    @Nested
    class WorkWhoseCancellingTakesItsTime {
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch cancelling = new CountDownLatch(1);
        private final Upstream upstream =
                Upstream.named("slow").timeout(Duration.ofSeconds(2)).build();

        @AfterEach
        void close() {
            release.countDown();
            upstream.close();
        }

        private CompletableFuture<String> started() {
            CompletableFuture<String> stage = new CompletableFuture<>();
            CompletableFuture<?> unused = stage.whenComplete((answer, failure) -> {
                cancelling.countDown();
                try {
                    release.await();
                } catch (InterruptedException early) {
                    Thread.currentThread().interrupt();
                }
            });
            return upstream.callAsync(() -> stage).start();
        }

        @Test
        void keepsNobodyWaitingPastTheDeadline() throws Exception {
            CompletableFuture<String> started = started();
            cancelling.await();
            await().until(started::isDone);
            assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
        }

        @Test
        void keepsNobodyWaitingWhoCancelsIt() throws Exception {
            CompletableFuture<String> started = started();
            CompletableFuture<Void> cancelled = CompletableFuture.runAsync(() -> started.cancel(true));
            cancelling.await();
            await().until(cancelled::isDone);
        }
    }

    @Nested
    class FurtherAttempts {
        private final Rig rig = new Rig(
                builder -> builder.attempts(3).backoff(Duration.ofMillis(100)).maxBackoff(Duration.ofMillis(150)));

        @Test
        void comeAfterWaitsThatDoubleUpToTheirCap() {
            CompletableFuture<String> started = rig.call().start();
            rig.fail();
            rig.advance(Duration.ofMillis(99));
            assertThat(rig.calls).hasSize(1);
            rig.advance(Duration.ofMillis(1));
            assertThat(rig.calls).hasSize(2);
            rig.fail();
            rig.advance(Duration.ofMillis(149));
            assertThat(rig.calls).hasSize(2);
            rig.advance(Duration.ofMillis(1));
            assertThat(rig.calls).hasSize(3);
            rig.fail();

            assertThat(Rig.reason(started)).isEqualTo(Reason.FAILED);
            assertThat(rig.result().attempts()).isEqualTo(3);
        }

        @Test
        void endWithTheFirstAnswer() {
            CompletableFuture<String> started = rig.call().start();
            rig.fail();
            rig.advance(Duration.ofMillis(100));
            rig.answer("fine");
            assertThat(started).isCompletedWithValue("fine");
            assertThat(rig.result().attempts()).isEqualTo(2);
        }

        @Test
        void areNotMadeForWorkThatWasEnded() {
            CompletableFuture<String> started = rig.call().start();
            rig.calls.get(0).completeExceptionally(new CancellationException());
            assertThat(Rig.reason(started)).isEqualTo(Reason.FAILED);
            assertThat(rig.calls).hasSize(1);
        }

        @Test
        void areNotMadeWhenAnotherUpstreamRefuses() {
            Upstream other = Upstream.named("other").disabled(true).build();
            CompletableFuture<String> started = rig.upstream
                    .callAsync(() -> {
                        rig.begun.incrementAndGet();
                        return other.call(() -> "never").start();
                    })
                    .start();
            rig.advance(Duration.ofSeconds(1));
            assertThat(Rig.failure(started)).hasCauseInstanceOf(UpstreamException.class);
            assertThat(rig.begun).hasValue(1);
        }

        @Test
        void areMadeForWhatThePredicateSays() {
            Rig picky = new Rig(
                    builder -> builder.attempts(3).retryIf(failure -> failure instanceof IllegalStateException));
            CompletableFuture<String> started = picky.call().start();
            picky.calls.get(0).completeExceptionally(new IllegalStateException());
            picky.advance(Duration.ofSeconds(1));
            picky.fail();
            assertThat(Rig.reason(started)).isEqualTo(Reason.FAILED);
            assertThat(picky.calls).hasSize(2);
        }
    }
}
