/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What can only be seen on threads and a clock that are real. */
class RealThreadsTest {
    @Test
    void slowChecksRunAtTheSameTime() {
        List<HealthCheck> slow = IntStream.range(0, 10)
                .mapToObj(i -> HealthCheck.local("slow-" + i, () -> {
                    Thread.sleep(400);
                    return HealthResult.up();
                }))
                .toList();
        HealthPolicy policy =
                HealthPolicy.builder().timeout(Duration.ofSeconds(3)).build();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        long begun = System.nanoTime();
        try (HealthAggregator health = HealthAggregator.start(policy, slow, List.of(), TimeSource.system(), timer)) {
            health.started();
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> health.snapshot().isReady());
            // One after the other they would take 4 seconds.
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void threadsThatWaitForEachOtherAreFound() throws Exception {
        ReentrantLock left = new ReentrantLock();
        ReentrantLock right = new ReentrantLock();
        CyclicBarrier both = new CyclicBarrier(2);
        DeadlockCheck check = new DeadlockCheck();
        Thread one = daemon(() -> cross(left, right, both));
        Thread other = daemon(() -> cross(right, left, both));
        try {
            await().pollInterval(Duration.ofMillis(5)).until(() -> check.check().status() == HealthStatus.DOWN);
            assertThat(check.check().message()).isEqualTo("2 threads are deadlocked");
        } finally {
            one.interrupt();
            other.interrupt();
            one.join();
            other.join();
        }
        assertThat(check.check()).isEqualTo(HealthResult.up());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void cross(ReentrantLock mine, ReentrantLock theirs, CyclicBarrier both) {
        mine.lock();
        try {
            both.await();
            theirs.lockInterruptibly();
            theirs.unlock();
        } catch (Exception freed) {
            // By the test, when it has seen enough.
        } finally {
            mine.unlock();
        }
    }
}
