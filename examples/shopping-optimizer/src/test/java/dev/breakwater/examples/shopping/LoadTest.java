/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static dev.breakwater.examples.shopping.RunningOptimizer.OFFERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two hundred users and an upstream that takes two seconds: what bounds the throughput is the users, not the threads. */
@Tag("heavy")
class LoadTest {
    private static final int USERS = 200;
    private static final int ROUNDS = 4;
    private static final Duration UPSTREAM = Duration.ofSeconds(2);

    @Test
    void throughputIsBoundByTheUsers() {
        Map<String, String> environment = Map.of("MAX_CONCURRENT_REQUESTS", "250", "ENABLE_CACHING", "false");
        try (RunningOptimizer service = RunningOptimizer.startInRealTime(environment)) {
            service.salling().delay(UPSTREAM);
            round(service); // classes are loaded and connections made
            long started = System.nanoTime();
            IntStream.range(1, ROUNDS).forEach(i -> round(service));
            double perRound = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) / (ROUNDS - 1.0);
            // Nothing is faster than the upstream; with a thread for each that waits, 32 threads would take 12.5 s.
            assertThat(perRound).isBetween(2000.0, 4000.0);
            assertThat(service.salling().calls()).isEqualTo(USERS * ROUNDS);
        }
    }

    private static void round(RunningOptimizer service) {
        List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, USERS)
                .mapToObj(user -> service.sending(OFFERS + (1000 + user)))
                .toList();
        assertThat(asked).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(service.serverThreads()).isLessThanOrEqualTo(32);
    }
}
