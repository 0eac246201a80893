/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    @Test
    void areDroppedWhenAllWritersAreHeldAndAThousandWait() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (Deadlines deadlines = new Deadlines()) {
            List<Future<?>> handedOver = new ArrayList<>();
            for (int i = 0; i < 1_100; i++) {
                handedOver.add(deadlines.after(0, () -> {
                    begun.incrementAndGet();
                    awaitQuietly(held);
                    done.incrementAndGet();
                }));
            }
            for (Future<?> one : handedOver) {
                one.get(20, TimeUnit.SECONDS);
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(begun).hasValue(4));
            held.countDown();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(done).hasValue(1_004));
        }
    }

    @Test
    void thatAreCancelledNeverFallDue() throws Exception {
        AtomicInteger done = new AtomicInteger();
        try (Deadlines deadlines = new Deadlines()) {
            Future<?> cancelled = deadlines.after(TimeUnit.MILLISECONDS.toNanos(20), done::incrementAndGet);
            cancelled.cancel(false);
            deadlines
                    .after(TimeUnit.MILLISECONDS.toNanos(30), () -> done.addAndGet(10))
                    .get(20, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(done).hasValue(10));
        }
    }

    @Test
    void areNotWatchedOnceTheRuntimeIsClosed() {
        Deadlines deadlines = new Deadlines();
        deadlines.close();
        assertThat(deadlines.after(1, () -> {})).isNull();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
