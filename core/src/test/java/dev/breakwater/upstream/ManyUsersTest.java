/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one upstream costs those who do not call it, and what its calls cost in threads. */
class ManyUsersTest {
    private static List<Thread> threads(String upstream) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("breakwater-upstream-" + upstream + '-'))
                .toList();
    }

    @Test
    void anUpstreamThatHangsHoldsItsTenThreadsAndNobodyElse() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        Upstream hung = Upstream.named("hung").maxConcurrent(10).build();
        Upstream healthy = Upstream.named("healthy").maxConcurrent(10).build();
        // As a server would have them: a few more than one upstream may hold.
        ExecutorService server = Executors.newFixedThreadPool(12);
        List<Future<String>> stuck = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stuck.add(server.submit(() -> hung.call(() -> {
                        hanging.incrementAndGet();
                        release.await();
                        return "late";
                    })
                    .fallback(failure -> failure.reason().text())
                    .get()));
        }
        await().until(() -> hanging.get() == 10);
        for (int i = 0; i < 200; i++) {
            assertThat(server.submit(() -> healthy.call(() -> "fine").get()).get())
                    .isEqualTo("fine");
        }
        assertThat(hanging).hasValue(10);
        assertThat(stuck)
                .filteredOn(Future::isDone)
                .hasSize(90)
                .allMatch(refused -> answer(refused).equals("full"));
        assertThat(threads("hung")).hasSizeLessThanOrEqualTo(10);

        release.countDown();
        assertThat(stuck).filteredOn(request -> answer(request).equals("late")).hasSize(10);
        server.shutdown();
        hung.close();
        healthy.close();
    }

    private static String answer(Future<String> request) {
        try {
            return request.get();
        } catch (Exception failed) {
            return failed.toString();
        }
    }

    /** Little's law: 200 users who wait two seconds each time make 100 calls a second, whatever we add. */
    @Test
    @Tag("heavy")
    void twoHundredUsersOfAnUpstreamThatTakesTwoSecondsWaitForNothingElse() {
        Upstream slow = Upstream.named("two-seconds").maxConcurrent(200).build();
        long start = System.nanoTime();
        List<CompletableFuture<Integer>> users = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            users.add(round(slow, 5));
        }
        int most = 0;
        while (users.stream().anyMatch(user -> !user.isDone())) {
            most = Math.max(most, threads("two-seconds").size());
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                    .join();
        }
        assertThat(users).allMatch(user -> user.join() == 5);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
        assertThat(most).as("a timer, and none that waits").isLessThanOrEqualTo(3);
        slow.close();
    }

    private static CompletableFuture<Integer> round(Upstream slow, int left) {
        if (left == 0) {
            return CompletableFuture.completedFuture(0);
        }
        return slow.callAsync(() -> CompletableFuture.supplyAsync(
                        () -> "fine", CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS)))
                .start()
                .thenCompose(answer -> round(slow, left - 1))
                .thenApply(rounds -> rounds + 1);
    }
}
