/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CallRatesTest {
    private static CallRate rate(long count, Duration window) {
        return new CallRate(count, window);
    }

    @Nested
    class ByThemselves {
        private final ManualTime time = new ManualTime();

        private int taken(CallRates rates) {
            int taken = 0;
            while (rates.tryTake()) {
                taken++;
            }
            return taken;
        }

        @Test
        void giveSoManyAtOnceAndThenEvenly() {
            CallRates rates = new CallRates(List.of(rate(60, Duration.ofMinutes(1))), time);
            assertThat(taken(rates)).isEqualTo(60);
            assertThat(rates.waitNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
            time.advance(Duration.ofMillis(999));
            assertThat(rates.tryTake()).isFalse();
            time.advance(Duration.ofMillis(1));
            assertThat(taken(rates)).isEqualTo(1);
            time.advance(Duration.ofHours(1));
            assertThat(taken(rates)).isEqualTo(60);
        }

        @Test
        void chargeAllOrNone() {
            CallRates rates =
                    new CallRates(List.of(rate(10, Duration.ofSeconds(1)), rate(15, Duration.ofMinutes(1))), time);
            assertThat(taken(rates)).isEqualTo(10);
            time.advance(Duration.ofSeconds(1));
            assertThat(taken(rates)).isEqualTo(5);
            time.advance(Duration.ofSeconds(4));
            assertThat(taken(rates))
                    .as("what the second refuses is not taken from the first")
                    .isEqualTo(1);
            assertThat(rates.waitNanos()).isPositive();
        }

        @Test
        void keepTheFillOfWhatStaysTheSame() {
            CallRates rates = new CallRates(List.of(rate(10, Duration.ofMinutes(1))), time);
            taken(rates);
            CallRates same = rates.replacedBy(List.of(rate(100, Duration.ofHours(1)), rate(10, Duration.ofMinutes(1))));
            assertThat(same.tryTake()).isFalse();
            assertThat(same.replacedBy(List.of(rate(11, Duration.ofMinutes(1)))).tryTake())
                    .isTrue();
        }

        @Test
        void takeNumbersThatDoNotDivide() {
            CallRates rates = new CallRates(List.of(rate(7, Duration.ofMillis(1))), time);
            assertThat(taken(rates)).isEqualTo(7);
            CallRates most = new CallRates(List.of(rate(Long.MAX_VALUE, Duration.ofDays(365))), time);
            assertThat(most.tryTake()).isTrue();
        }

        @Test
        void giveNoMoreHoweverManyAskAtOnce() throws Exception {
            CallRates rates =
                    new CallRates(List.of(rate(1_000, Duration.ofSeconds(1)), rate(600, Duration.ofMinutes(1))), time);
            AtomicInteger taken = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                new Thread(() -> {
                            for (int tries = 0; tries < 1_000; tries++) {
                                if (rates.tryTake()) {
                                    taken.incrementAndGet();
                                }
                            }
                            all.countDown();
                        })
                        .start();
            }
            all.await();
            assertThat(taken).hasValue(600);
        }
    }

    @Nested
    class OfAnUpstream {
        private final Rig rig = new Rig(builder -> builder.rateLimit(List.of(rate(3, Duration.ofSeconds(3))))
                .attempts(3)
                .maxConcurrent(4)
                .backoff(Duration.ofMillis(1)));

        @Test
        void refuseAtOnceAndSayWhen() {
            for (int i = 0; i < 3; i++) {
                rig.succeedOnce();
            }
            UpstreamException refused = Rig.failure(rig.call().start());
            assertThat(refused.reason()).isEqualTo(Reason.LIMITED);
            assertThat(refused.reason().text()).isEqualTo("limited");
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            assertThat(rig.planned()).isZero();
            assertThat(rig.results().get(3).attempts()).isZero();
            rig.advance(Duration.ofSeconds(1));
            rig.succeedOnce();
        }

        @Test
        void costOneForEachAttempt() {
            CompletableFuture<String> started = rig.call().start();
            rig.fail();
            rig.advance(Duration.ofMillis(1));
            rig.fail();
            rig.advance(Duration.ofMillis(2));
            rig.answer("at last");
            assertThat(started).isCompletedWithValue("at last");
            assertThat(Rig.reason(rig.call().start())).isEqualTo(Reason.LIMITED);
        }

        @Test
        void endACallThatHasNoneLeftForAFurtherAttempt() {
            rig.succeedOnce();
            rig.succeedOnce();
            CompletableFuture<String> started = rig.call().start();
            rig.fail();
            rig.advance(Duration.ofMillis(1));
            UpstreamException refused = Rig.failure(started);
            assertThat(refused.reason()).isEqualTo(Reason.LIMITED);
            assertThat(refused).as("what the attempt before threw").hasCauseInstanceOf(IOException.class);
            assertThat(rig.calls).hasSize(3);
        }

        @Test
        void saveTheirTokensWhenBreakerOrBulkheadRefuse() {
            Rig narrow = new Rig(builder ->
                    builder.rateLimit(List.of(rate(2, Duration.ofMinutes(1)))).maxConcurrent(1));
            CompletableFuture<String> running = narrow.call().start();
            for (int i = 0; i < 10; i++) {
                assertThat(Rig.reason(narrow.call().start())).isEqualTo(Reason.FULL);
            }
            narrow.answer("fine");
            assertThat(running).isDone();
            narrow.succeedOnce();
        }

        @Test
        void takeNoPermitAndAreNoNewsToTheBreaker() {
            Rig half = new Rig(builder -> builder.rateLimit(List.of(rate(4, Duration.ofSeconds(4))))
                    .breakerWindow(BreakerWindow.calls(1))
                    .breakerWait(Duration.ofSeconds(1)));
            half.failOnce();
            half.advance(Duration.ofMillis(1_001));
            // Half open: three permits, and after one of them no token.
            half.succeedOnce();
            half.succeedOnce();
            half.upstream.replace(UpstreamPolicy.named("gemini")
                    .rateLimit(List.of(rate(1, Duration.ofSeconds(4))))
                    .breakerWindow(BreakerWindow.calls(1))
                    .breakerWait(Duration.ofSeconds(1))
                    .build());
            CompletableFuture<String> third = half.call().start();
            for (int i = 0; i < 20; i++) {
                assertThat(Rig.reason(half.call().start())).isEqualTo(Reason.LIMITED);
            }
            half.answer("fine");
            assertThat(third).isCompleted();
            assertThat(half.states()).endsWith(BreakerChanged.State.CLOSED);
        }

        @Test
        void stayAsEmptyAsTheyAreWhenThePolicyChangesElsewhere() {
            for (int i = 0; i < 3; i++) {
                rig.succeedOnce();
            }
            rig.upstream.replace(UpstreamPolicy.named("gemini")
                    .rateLimit(List.of(rate(3, Duration.ofSeconds(3))))
                    .timeout(Duration.ofSeconds(1))
                    .build());
            assertThat(Rig.reason(rig.call().start())).isEqualTo(Reason.LIMITED);
        }
    }
}
