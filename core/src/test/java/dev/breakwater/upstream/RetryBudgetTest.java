/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static Rig failing(Consumer<Upstream.Builder> settings) {
        return new Rig(builder -> {
            builder.attempts(3)
                    .backoff(Duration.ofMillis(1))
                    .maxBackoff(Duration.ofMillis(1))
                    .maxConcurrent(2_000)
                    .breakerWindow(BreakerWindow.calls(100_000))
                    // Too many to be reached, or the breaker would end the test.
                    .breakerFailureRate(1);
            settings.accept(builder);
        });
    }

    /** How often an upstream is called by so many calls that fail always. */
    private static int attempts(Rig rig, int calls) {
        int before = rig.begun.get();
        List<CompletableFuture<String>> started = new ArrayList<>();
        // An answer now and then keeps the breaker closed.
        rig.upstream.call(() -> "fine").get();
        for (int i = 0; i < calls; i++) {
            started.add(rig.upstream
                    .<String>callAsync(() -> {
                        rig.begun.incrementAndGet();
                        return CompletableFuture.failedFuture(new IOException("down"));
                    })
                    .start());
            if (i % 10 == 9) {
                rig.advance(Duration.ofMillis(1));
            }
        }
        rig.advance(Duration.ofMillis(10));
        assertThat(started).allMatch(CompletableFuture::isCompletedExceptionally);
        return rig.begun.get() - before;
    }

    @Nested
    class OfAnUpstreamThatFailsAlways {
        @Test
        void allowsAFifthOfItsCallsAndTheFloor() {
            Rig rig = failing(builder -> {});
            int attempts = attempts(rig, 1_000);
            assertThat(attempts).isBetween(1_200, 1_210);
            assertThat(rig.upstream.retriesRefused()).as("of each call one").isBetween(790L, 1_000L);
        }

        @Test
        void isNoLimitWhenItIsOff() {
            Rig rig = failing(Upstream.Builder::withoutRetryBudget);
            assertThat(attempts(rig, 1_000)).isEqualTo(3_000);
            assertThat(rig.upstream.retriesRefused()).isZero();
        }

        @Test
        void isTheFloorAloneWithoutAShare() {
            assertThat(attempts(failing(builder -> builder.retryBudget(0).retryFloor(7)), 500))
                    .isEqualTo(507);
        }

        @Test
        void isTheShareAloneWithoutAFloor() {
            assertThat(attempts(failing(builder -> builder.retryBudget(0.5).retryFloor(0)), 500))
                    .isBetween(745, 750);
        }

        @Test
        void endsCallsWithTheirLastFailure() {
            Rig rig = failing(builder -> builder.retryBudget(0).retryFloor(0));
            UpstreamException failure = rig.failOnce();
            assertThat(failure.reason()).isEqualTo(UpstreamException.Reason.FAILED);
            assertThat(failure).hasCauseInstanceOf(IOException.class);
            assertThat(rig.planned()).as("nobody waits for what will not be").isZero();
        }

        @Test
        void outlivesItsPolicy() {
            Rig rig = failing(builder -> builder.retryBudget(0).retryFloor(10));
            attempts(rig, 100);
            long before = rig.upstream.retriesRefused();
            rig.upstream.replace(UpstreamPolicy.named("gemini")
                    .attempts(2)
                    .retryBudget(0)
                    .retryFloor(10)
                    .build());
            assertThat(Rig.failure(failed(rig)).reason()).isEqualTo(UpstreamException.Reason.FAILED);
            assertThat(rig.upstream.retriesRefused()).isEqualTo(before + 1);
        }

        private CompletableFuture<String> failed(Rig rig) {
            CompletableFuture<String> started = rig.call().start();
            rig.fail();
            return started;
        }
    }

    @Nested
    class InTime {
        private final ManualTime time = new ManualTime();
        private final RetryBudget budget = new RetryBudget(time);

        private int retries(double share, int floor) {
            int granted = 0;
            while (budget.tryRetry(share, floor)) {
                granted++;
            }
            return granted;
        }

        private void calls(int count) {
            for (int i = 0; i < count; i++) {
                budget.called();
            }
        }

        @Test
        void remembersCallsForTenSeconds() {
            calls(100);
            time.advance(Duration.ofMillis(9_400));
            assertThat(retries(0.2, 0)).isEqualTo(20);
            time.advance(Duration.ofMillis(700));
            assertThat(retries(0.2, 0)).isZero();
            calls(100);
            assertThat(retries(0.2, 0))
                    .as("those of less than ten seconds ago count")
                    .isZero();
            time.advance(Duration.ofSeconds(8));
            calls(100);
            assertThat(retries(0.2, 0)).isEqualTo(20);
        }

        @Test
        void neverGivesMoreThanTheFloorInAnySecond() {
            List<Long> granted = new ArrayList<>();
            for (int step = 0; step < 3_000; step++) {
                if (budget.tryRetry(0, 10)) {
                    granted.add(time.nanoTime());
                }
                time.advanceNanos(3_331_777);
            }
            long second = Duration.ofSeconds(1).toNanos();
            for (int i = 10; i < granted.size(); i++) {
                assertThat(granted.get(i) - granted.get(i - 10)).isGreaterThanOrEqualTo(second);
            }
            assertThat(granted).as("in ten seconds").hasSizeBetween(90, 101);
        }

        @Test
        void neverGivesMoreThanItsShareHoweverManyAskAtOnce() throws Exception {
            calls(1_000);
            AtomicInteger granted = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                new Thread(() -> {
                            for (int tries = 0; tries < 5_000; tries++) {
                                if (budget.tryRetry(0.2, 10)) {
                                    granted.incrementAndGet();
                                }
                            }
                            all.countDown();
                        })
                        .start();
            }
            all.await();
            assertThat(granted).hasValueBetween(200, 210);
            assertThat(budget.refused()).isEqualTo(20_000 - granted.get());
        }
    }
}
