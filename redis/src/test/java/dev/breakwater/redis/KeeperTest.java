/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KeeperTest {
    private final LogTrap log = LogTrap.of(RedisState.class);
    private final Connector connector = Fakes.connector(TimeUnit.MILLISECONDS.toNanos(50));
    private final Breaker breaker =
            new Breaker(new Breaker.Told("there", "Others go on"), TimeSource.system(), () -> {});
    private Keeper keeper;

    @AfterEach
    void close() {
        keeper.close();
        log.close();
    }

    @Test
    void goes_on_after_an_error_and_says_it_once() {
        AtomicInteger asked = new AtomicInteger();
        keep((session, here, patient) -> {
            if (asked.incrementAndGet() <= 2) {
                throw new StackOverflowError("planted");
            }
            return CompletableFuture.completedFuture(null);
        });

        await().atMost(Duration.ofSeconds(1))
                .until(() -> breaker.outage().reason().contains("StackOverflowError"));
        await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(5)).until(() -> breaker.outage() == null);
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("ERROR"))
                .singleElement()
                .asString()
                .contains("planted");
    }

    @Test
    void waits_for_no_probe_that_never_ends() {
        keep((session, here, patient) -> new CompletableFuture<>());

        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(2))
                .until(() -> breaker.outage().reason().equals(Fault.TIMEOUT.reason()));
    }

    @Test
    void asks_a_cluster_that_is_moving_the_slot_of_the_keys() {
        keep((session, here, patient) -> CompletableFuture.failedFuture(new RedisAwayException(Fault.MOVING)));

        await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(2)).until(() -> breaker.outage() == null);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void asks_again_patiently_where_this_process_stood_still_and_goes_by_that() {
        AtomicBoolean stalls = new AtomicBoolean();
        AtomicInteger patiently = new AtomicInteger();
        keep((session, here, patient) -> {
            patiently.addAndGet(patient ? 1 : 0);
            return !patient && stalls.get()
                    ? CompletableFuture.failedFuture(new RedisAwayException(Fault.STALLED))
                    : CompletableFuture.completedFuture(null);
        });
        await().until(() -> breaker.outage() == null);

        stalls.set(true);
        keeper.wake();

        await().atMost(Duration.ofSeconds(5)).until(() -> patiently.get() == 2);
        assertThat(breaker.outage()).isNull();
        assertThat(log.lines()).isEmpty();
    }

    private void keep(Keeper.Asker asker) {
        keeper = new Keeper(connector, breaker, new Eviction("there"), asker, TimeSource.system());
        keeper.start();
    }
}
