/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limiter under many threads at once, with real clocks. */
class ConcurrencyLimiterTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 5_000;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(TimeSource.system(), timer);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    @ParameterizedTest(name = "{0} permits, waiting {1} ms")
    @CsvSource({"1, 0", "4, 0", "4, 1", "4, 1000", "15, 1"})
    void neverLetsMoreInThanItMayAndLosesNoPermit(int permits, long waitMillis) throws Exception {
        limiter.use(OverloadPolicy.builder()
                .maxConcurrent(permits)
                .maxWait(Duration.ofMillis(waitMillis))
                .criticalPaths(List.of("/critical"))
                .build());
        CountDownLatch start = new CountDownLatch(THREADS);
        List<Future<Integer>> counts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            boolean critical = i % 8 == 0;
            counts.add(threads.submit(() -> {
                start.countDown();
                start.await();
                int admitted = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    admitted += passes(critical) ? 1 : 0;
                }
                return admitted;
            }));
        }
        int admitted = 0;
        for (Future<Integer> count : counts) {
            admitted += count.get(1, TimeUnit.MINUTES);
        }
        assertThat(admitted).isPositive();
        assertThat(most.get()).isBetween(1, permits);
        assertThat(limiter.load().inFlight()).isZero();
        assertThat(limiter.load().critical()).isZero();
        assertThat(limiter.load().waiting()).isZero();
        assertThat(limiter.load().peak()).isBetween(most.get(), permits);
    }

    private boolean passes(boolean critical) throws Exception {
        Permit permit = limiter.tryEnter(critical);
        if (permit == null && limiter.mayWait(critical)) {
            permit = waited(critical);
        }
        if (permit == null) {
            return false;
        }
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Thread.onSpinWait();
        inside.decrementAndGet();
        permit.release();
        return true;
    }

    private @Nullable Permit waited(boolean critical) throws Exception {
        CompletableFuture<@Nullable Permit> turn = new CompletableFuture<>();
        limiter.enterOrWait(new Waiter(critical) {
            @Override
            void ended(OverloadDecision.Outcome outcome, @Nullable Permit permit, long waitedNanos) {
                turn.complete(permit);
            }
        });
        return turn.get(20, TimeUnit.SECONDS);
    }
}
