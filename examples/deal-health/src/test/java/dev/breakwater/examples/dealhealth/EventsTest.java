/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.Layers;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.runtime.BreakwaterRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the queue and its workers end. */
class EventsTest {
    private static final int WORKERS = 8;
    private static final Duration FINISH_WITHIN = Duration.ofMillis(400);

    private final BreakwaterRuntime runtime =
            BreakwaterRuntime.builder(Layers.of(List.of())).start();

    private final TestDisk disk = new TestDisk();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        runtime.close();
    }

    private FileJournal journal() {
        return new FileJournal(directory.resolve("events"), TestJson.mapper(), disk);
    }

    private Events events(EventWork work) {
        EventSettings settings = new EventSettings(
                100, WORKERS, 1, Duration.ZERO, Duration.ZERO, 10, directory.toString(), FINISH_WITHIN);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        return new Events(settings, journal(), work, new DealMeters(registry), registry, runtime, Clock.systemUTC());
    }

    private static Event event(int number) {
        return new Event("e" + number, "deal", Kind.AUTOMATED_TEST, 1.0, null, Instant.EPOCH);
    }

    @Test
    void workersThatHangAreWaitedForTogetherAndTheirEventsAreKept() throws Exception {
        CountDownLatch begun = new CountDownLatch(WORKERS);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(WORKERS);
        Events events = events(event -> {
            begun.countDown();
            released.await();
            failed.countDown();
            throw new IllegalStateException("too late");
        });
        for (int i = 0; i < WORKERS + 1; i++) {
            events.offer(event(i));
        }
        begun.await();
        long started = System.nanoTime();
        events.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(FINISH_WITHIN.multipliedBy(4));
        // What ends after the end is not told to a journal that may be somebody else's by now.
        released.countDown();
        failed.await();
        try (FileJournal after = journal()) {
            assertThat(after.replayed().waiting()).hasSize(WORKERS + 1);
            assertThat(after.replayed().dead()).isEmpty();
        }
    }

    @Test
    void whatWaitsIsWorkedOff() {
        Events events = events(event -> {});
        for (int i = 0; i < 50; i++) {
            events.offer(event(i));
        }
        events.close();
        try (FileJournal after = journal()) {
            assertThat(after.replayed().waiting()).isEmpty();
        }
    }

    @Test
    void whateverAnEventDoesToAWorkerItGoesOn() throws Exception {
        CountDownLatch failures = new CountDownLatch(2 * WORKERS);
        AtomicInteger processed = new AtomicInteger();
        try (Events events = events(event -> {
            failures.countDown();
            if (failures.getCount() > 0) {
                throw new NoClassDefFoundError("not there");
            }
            processed.incrementAndGet();
        })) {
            for (int i = 0; i < WORKERS; i++) {
                events.offer(event(i));
            }
            await().untilAsserted(() -> assertThat(processed).hasValueGreaterThanOrEqualTo(WORKERS));
            assertThat(events.deadLetters()).isEmpty();
            assertThat(health()).isEqualTo(HealthStatus.UP);
        }
    }

    @Test
    void whatCannotBeWrittenDownIsRefusedAndSaidAndTakenWhenItCan() {
        try (Events events = events(event -> {})) {
            disk.room(0);
            assertThatThrownBy(() -> events.offer(event(1))).isInstanceOfSatisfying(RefusedRequest.class, refused -> {
                assertThat(refused.getStatusCode().value()).isEqualTo(503);
                assertThat(refused.getHeaders().getFirst("Retry-After")).isEqualTo("5");
            });
            await("down").untilAsserted(() -> assertThat(health()).isEqualTo(HealthStatus.DOWN));
            disk.room(Long.MAX_VALUE);
            await("up, though no event came")
                    .untilAsserted(() -> assertThat(health()).isEqualTo(HealthStatus.UP));
            events.offer(event(1));
        }
    }

    private HealthStatus health() {
        HealthAggregator health = runtime.health().orElseThrow();
        health.refresh(Events.NAME);
        return health.snapshot().components().stream()
                .filter(component -> component.name().equals(Events.NAME))
                .findFirst()
                .orElseThrow()
                .status();
    }
}
