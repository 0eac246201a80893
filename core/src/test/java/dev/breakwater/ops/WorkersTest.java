/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.contract.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads of the second port, with work that is slow, broken or too much. */
class WorkersTest {
    private final ManualTime time = new ManualTime();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Workers workers = new Workers(time, timer);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void close() {
        workers.close();
        timer.shutdownNow();
    }

    private void waitForClient() {
        try {
            never.await();
        } catch (InterruptedException cutOff) {
            seen.add("cut off");
        }
    }

    private void waitWithRequest() {
        workers.requestIsRead();
        waitForClient();
    }

    private void occupy(Runnable work) {
        for (int i = 0; i < Workers.THREADS; i++) {
            workers.execute(work);
        }
    }

    @Test
    void aClientThatIsSlowWhileNobodyWaitsHasItsTime() {
        occupy(this::waitForClient);
        await().until(() -> workers.running() == Workers.THREADS);
        time.advance(Duration.ofSeconds(Workers.PATIENCE_SECONDS - 1));
        await().pollDelay(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(seen).isEmpty());

        time.advance(Duration.ofSeconds(2));
        await().until(() -> seen.size() == Workers.THREADS);
    }

    @Test
    void aClientThatIsSlowGivesWayToOthers() {
        occupy(this::waitForClient);
        workers.execute(() -> seen.add("answered"));
        await().until(() -> workers.running() == Workers.THREADS);

        time.advance(Duration.ofMillis(200));

        await().until(() -> seen.contains("answered"));
    }

    @Test
    void aRequestThatIsBeingAnsweredGivesWayToNobody() {
        occupy(this::waitWithRequest);
        workers.execute(() -> seen.add("answered"));
        await().until(() -> workers.running() == Workers.THREADS);

        time.advance(Duration.ofSeconds(Workers.PATIENCE_SECONDS - 1));
        await().pollDelay(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(seen).isEmpty());

        time.advance(Duration.ofSeconds(2));
        await().until(() -> seen.contains("answered"));
    }

    @Test
    void whatIsTooMuchIsCutOffUnread() {
        occupy(this::waitForClient);
        for (int i = 0; i < Workers.WAITING; i++) {
            workers.execute(() -> {});
        }

        workers.execute(() -> seen.add("interrupted: " + Thread.currentThread().isInterrupted()));

        assertThat(seen).containsExactly("interrupted: true");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whatBreaksIsRunOnceMoreSoThatItClosesItsConnectionAndLeavesTheThreadInOrder() {
        AtomicInteger runs = new AtomicInteger();
        workers.execute(() -> {
            seen.add(runs.incrementAndGet() + " " + Thread.currentThread().isInterrupted());
            throw new IllegalStateException("planted");
        });
        await().until(() -> runs.get() == 2 && workers.running() == 0);
        for (int i = 0; i < 2 * Workers.THREADS; i++) {
            workers.execute(() -> seen.add("next " + Thread.currentThread().isInterrupted()));
        }
        await().until(() -> seen.size() == 2 + 2 * Workers.THREADS);

        assertThat(seen).contains("1 false", "2 true", "next false").doesNotContain("next true");
    }
}
