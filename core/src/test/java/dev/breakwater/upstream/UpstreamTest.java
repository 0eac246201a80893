/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    private final Rig rig = Rig.of();
    private final Upstream upstream = rig.upstream;

    @Test
    void answersWhatTheWorkAnswers() {
        assertThat(upstream.call(() -> "hello").get()).isEqualTo("hello");
        assertThat(rig.result()).isEqualTo(new UpstreamResult("gemini", Source.CALL, null, null, false, 1, 0));
    }

    @Test
    void answersWhatTheStageAnswers() {
        CompletableFuture<String> started = rig.call().start();
        assertThat(started).isNotDone();
        rig.advance(Duration.ofMillis(250));
        rig.answer("hello");

        assertThat(started).isCompletedWithValue("hello");
        assertThat(rig.result().durationNanos())
                .isEqualTo(Duration.ofMillis(250).toNanos());
    }

    @Test
    void mayAnswerNull() {
        assertThat(upstream.<String>call(() -> null).get()).isNull();
        assertThat(rig.result().isAnswered()).isTrue();
    }

    @Test
    void makesTheCallAnewEachTime() {
        Call<Integer> call = upstream.call(rig.begun::incrementAndGet);
        assertThat(rig.begun).hasValue(0);
        assertThat(call.get()).isEqualTo(1);
        assertThat(call.start()).isCompletedWithValue(2);
    }

    @Test
    void leavesNoTimerBehind() {
        rig.succeedOnce();
        rig.failOnce();
        assertThat(rig.planned()).isZero();
    }

    @Nested
    class WhenTheWorkFails {
        @Test
        void saysSoWithTheCause() {
            IOException cause = new IOException("secret of the provider");
            UpstreamException failure = catchThrowableOfType(
                    UpstreamException.class,
                    () -> upstream.call(() -> {
                                throw cause;
                            })
                            .get());

            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure).hasCause(cause).hasMessage("upstream gemini: the call failed");
            assertThat(rig.result())
                    .isEqualTo(new UpstreamResult("gemini", Source.NONE, Reason.FAILED, "IOException", false, 1, 0));
        }

        @Test
        void takesTheWrappingOfFuturesOff() {
            IOException cause = new IOException();
            CompletableFuture<Object> started = upstream.callAsync(() ->
                            CompletableFuture.failedFuture(new CompletionException(new CompletionException(cause))))
                    .start();
            assertThat(Rig.failure(started)).hasCause(cause);
        }

        @Test
        void countsAStageThatWasNeverMadeAsAFailure() {
            assertThat(Rig.failure(upstream.callAsync(() -> null).start()))
                    .hasCauseInstanceOf(NullPointerException.class);
            assertThat(Rig.failure(upstream.callAsync(() -> {
                                throw new IllegalStateException();
                            })
                            .start()))
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(rig.results()).hasSize(2);
        }

        @Test
        void doesNotTryAgainAfterAnError() {
            Rig patient = new Rig(builder -> builder.attempts(3));
            assertThatThrownBy(() -> patient.upstream
                            .call(() -> {
                                patient.begun.incrementAndGet();
                                throw new AssertionError();
                            })
                            .get())
                    .isInstanceOf(UpstreamException.class)
                    .hasCauseInstanceOf(AssertionError.class);
            assertThat(patient.begun).hasValue(1);
        }
    }

    @Nested
    class Fallback {
        @Test
        void answersInsteadAndKnowsWhy() {
            List<Reason> reasons = new ArrayList<>();
            String answer = upstream.<String>call(() -> {
                        throw new IOException();
                    })
                    .fallback(failure -> {
                        reasons.add(failure.reason());
                        return "rules";
                    })
                    .get();

            assertThat(answer).isEqualTo("rules");
            assertThat(reasons).containsExactly(Reason.FAILED);
            assertThat(rig.result())
                    .isEqualTo(new UpstreamResult("gemini", Source.NONE, Reason.FAILED, "IOException", true, 1, 0));
        }

        @Test
        void isNotAskedWhenThereIsAnAnswer() {
            assertThat(upstream.call(() -> "llm").fallback(failure -> "rules").get())
                    .isEqualTo("llm");
            assertThat(rig.result().fallback()).isFalse();
        }

        @Test
        void thatThrowsKeepsWhatItWasAskedFor() {
            Call<String> call = upstream.<String>call(() -> {
                        throw new IOException();
                    })
                    .fallback(failure -> {
                        throw new IllegalStateException("no rules");
                    });

            assertThatThrownBy(call::get)
                    .isInstanceOf(IllegalStateException.class)
                    .satisfies(thrown ->
                            assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(UpstreamException.class));
            assertThat(rig.result().fallback()).isFalse();
            assertThat(rig.result().failure()).isEqualTo(Reason.FAILED);
        }

        @Test
        void mayThrowWhatItWasGiven() {
            Call<String> call = upstream.<String>call(() -> {
                        throw new IOException();
                    })
                    .fallback(failure -> {
                        throw failure;
                    });
            assertThatThrownBy(call::get).isInstanceOf(UpstreamException.class).hasNoSuppressedExceptions();
        }

        @Test
        void doesNotHideAVirtualMachineInTrouble() {
            assertThatThrownBy(() -> upstream.<String>call(() -> {
                                throw new OutOfMemoryError("made up");
                            })
                            .fallback(failure -> "rules")
                            .get())
                    .isInstanceOf(UpstreamException.class)
                    .hasCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Nested
    class Map {
        @Test
        void readsTheAnswerWithinTheAttempt() {
            assertThat(upstream.call(() -> "42").map(Integer::valueOf).get()).isEqualTo(42);
        }

        @Test
        void thatCannotReadTheAnswerIsAFailureOfTheAttempt() {
            Rig patient = new Rig(builder -> builder.attempts(2));
            Call<Integer> call = patient.call().map(Integer::valueOf);
            CompletableFuture<Integer> started = call.start();
            patient.answer("garbage");
            patient.advance(Duration.ofSeconds(1));
            patient.answer("7");

            assertThat(started).isCompletedWithValue(7);
            assertThat(patient.result().attempts()).isEqualTo(2);
        }

        @Test
        void afterTheFallbackIsRefused() {
            Call<String> call = upstream.call(() -> "42").fallback(failure -> "0");
            assertThatThrownBy(() -> call.map(Integer::valueOf))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("map after fallback");
        }
    }

    @Nested
    class Meters {
        private final List<Object> metered = new ArrayList<>();

        private <T> void note(T answer, Throwable failure) {
            metered.add(failure == null ? String.valueOf(answer) : failure.getClass());
        }

        @Test
        void hearOfEachAttemptOnce() {
            Rig patient = new Rig(builder -> builder.attempts(2));
            CompletableFuture<String> started = patient.call().meter(this::note).start();
            patient.fail();
            patient.advance(Duration.ofSeconds(1));
            patient.answer("fine");

            assertThat(started).isCompletedWithValue("fine");
            assertThat(metered).containsExactly(IOException.class, "fine");
        }

        @Test
        void hearWhatTheCallAnswersAtTheirPlace() {
            assertThatThrownBy(() -> upstream.call(() -> "garbage")
                            .meter(this::note)
                            .map(Integer::valueOf)
                            .meter(this::note)
                            .get())
                    .isInstanceOf(UpstreamException.class);
            assertThat(metered).containsExactly("garbage", NumberFormatException.class);
        }

        @Test
        void hearOfAnswersThatComeTooLate() {
            CompletableFuture<String> late = new CompletableFuture<>();
            CompletableFuture<String> started = upstream.callAsync(late::minimalCompletionStage)
                    .meter(this::note)
                    .start();
            rig.advance(Duration.ofSeconds(31));
            assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
            assertThat(metered).isEmpty();
            late.complete("late");

            assertThat(metered).containsExactly("late");
            assertThat(rig.results()).hasSize(1);
        }

        @Test
        void changeNothingWhenTheyThrow() {
            Call<String> call = upstream.call(() -> "fine").meter((answer, failure) -> {
                throw new IllegalStateException("a meter that throws");
            });
            assertThat(call.get()).isEqualTo("fine");
        }
    }

    @Nested
    class KillSwitch {
        @Test
        void thrownAtTheStartSendsNothing() {
            Rig off = new Rig(builder -> builder.disabled(true));
            assertThat(off.call().fallback(failure -> failure.reason().text()).get())
                    .isEqualTo("disabled");
            assertThat(off.calls).isEmpty();
            assertThat(off.result())
                    .isEqualTo(new UpstreamResult("gemini", Source.NONE, Reason.DISABLED, null, true, 0, 0));
            off.upstream.enable();
            off.succeedOnce();
            assertThat(off.calls).hasSize(1);
        }

        @Test
        void thrownMidFlightLetsRunningCallsEnd() {
            CompletableFuture<String> running = rig.call().start();
            upstream.disable();
            CompletableFuture<String> refused = rig.call().start();
            rig.answer("fine");

            assertThat(Rig.reason(refused)).isEqualTo(Reason.DISABLED);
            assertThat(running).isCompletedWithValue("fine");
            assertThat(upstream.isDisabled()).isTrue();
        }

        @Test
        void allowsNoFurtherAttempt() {
            Rig patient = new Rig(builder -> builder.attempts(3));
            CompletableFuture<String> started = patient.call().start();
            patient.fail();
            patient.upstream.disable();
            patient.advance(Duration.ofSeconds(1));

            assertThat(Rig.reason(started)).isEqualTo(Reason.DISABLED);
            assertThat(patient.calls).hasSize(1);
            assertThat(patient.result().attempts()).isEqualTo(1);
        }

        @Test
        void keepsCachedAnswersBackToo() {
            Rig keeping = new Rig(builder -> builder.cacheTtl(Duration.ofHours(1)));
            Call<String> call =
                    keeping.upstream.call(() -> "llm").cachedBy("key").fallback(failure -> "rules");
            assertThat(call.get()).isEqualTo("llm");
            keeping.upstream.disable();
            assertThat(call.get()).isEqualTo("rules");
            keeping.upstream.enable();
            assertThat(call.get()).isEqualTo("llm");
            assertThat(keeping.upstream.cacheStats()).isEqualTo(new CacheStats(1, 0, 1, 1));
        }
    }

    @Nested
    class Cancelling {
        @Test
        void theFutureCancelsTheStageAndCountsForNobody() {
            CompletableFuture<String> started = rig.call().start();
            started.cancel(false);

            assertThat(rig.calls.get(0)).isCancelled();
            assertThat(rig.result())
                    .isEqualTo(new UpstreamResult("gemini", Source.NONE, Reason.INTERRUPTED, null, false, 1, 0));
            assertThat(rig.planned()).isZero();
        }

        @Test
        void betweenAttemptsEndsTheWait() {
            Rig patient = new Rig(builder -> builder.attempts(2));
            CompletableFuture<String> started = patient.call().start();
            patient.fail();
            started.cancel(false);
            assertThat(patient.planned()).isZero();
            patient.advance(Duration.ofSeconds(5));
            assertThat(patient.calls).hasSize(1);
            assertThat(patient.result().cause()).isNull();
        }

        @Test
        void aStageThatCannotBeCancelledIsNoFault() {
            CompletableFuture<String> hidden = new CompletableFuture<>();
            CompletableFuture<String> started =
                    upstream.callAsync(hidden::minimalCompletionStage).start();
            assertThat(started.completeExceptionally(new CancellationException()))
                    .isTrue();
            assertThat(hidden).isNotDone();
            assertThat(rig.results()).hasSize(1);
        }
    }

    @Nested
    class Observers {
        @Test
        void hearWhichRequestItWasBeforeItsCallerGoesOn() {
            Exchange request = TestExchange.get("/decide");
            List<String> order = new ArrayList<>();
            Exchange previous = CurrentExchange.open(request);
            CompletableFuture<String> started = rig.call().start();
            CurrentExchange.close(previous);
            CompletableFuture<?> unused = started.whenComplete(
                    (answer, failure) -> order.add("results " + rig.results().size()));
            rig.answer("fine");

            assertThat(rig.exchanges).containsExactly(request);
            assertThat(order).containsExactly("results 1");
        }

        @Test
        void changeNothingWhenTheyThrow() {
            Upstream loud = Upstream.named("loud")
                    .observer((decision, exchange) -> {
                        throw new IllegalStateException("an observer that throws");
                    })
                    .build();
            assertThat(loud.call(() -> "fine").get()).isEqualTo("fine");
            loud.close();
        }
    }

    @Nested
    class Closed {
        @Test
        void refusesAndSaysWhy() {
            upstream.close();
            UpstreamException failure = Rig.failure(rig.call().start());
            assertThat(failure.reason()).isEqualTo(Reason.DISABLED);
            assertThat(failure.getCause()).hasMessage("the upstream is closed");
            assertThat(rig.calls).isEmpty();
        }

        @Test
        void letsRunningCallsEnd() {
            CompletableFuture<String> running = rig.call().start();
            upstream.close();
            rig.answer("fine");
            assertThat(running).isCompletedWithValue("fine");
        }
    }

    @Test
    void namesItselfByItsPolicy() {
        assertThat(upstream.name()).isEqualTo("gemini");
        assertThat(upstream).hasToString("gemini within PT30S");
    }
}
