/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.examples.dealhealth.EventQueue.Attempt;
import dev.breakwater.examples.dealhealth.EventQueue.Taken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventQueueTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final EventSettings SETTINGS =
            new EventSettings(3, 1, 3, Duration.ofMillis(100), Duration.ofSeconds(1), 2, "", Duration.ofSeconds(1));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DealMeters meters = new DealMeters(registry);
    private final List<String> processed = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 1_000;
    private EventWork work = event -> processed.add(event.id());
    private EventQueue queue = queue(Journal.none());

    private EventQueue queue(Journal journal) {
        return new EventQueue(SETTINGS.capacity(), SETTINGS.deadLetters(), journal, () -> nanos);
    }

    private static Event event(String id) {
        return new Event(id, "deal-1", Kind.AUTOMATED_TEST, 1.0, null, NOW);
    }

    private EventWorker worker(SplittableRandom random) {
        return new EventWorker(
                queue, event -> work.process(event), SETTINGS, meters, Clock.fixed(NOW, ZoneOffset.UTC), random);
    }

    /** Processes all whose time has come. */
    private void work() {
        EventWorker worker = worker(new SplittableRandom(1));
        for (Attempt next = queue.poll(); next != null; next = queue.poll()) {
            worker.process(next);
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void failing(String... ids) {
        work = event -> {
            if (List.of(ids).contains(event.id())) {
                throw new IllegalStateException("poison");
            }
            processed.add(event.id());
        };
    }

    @Nested
    class Room {
        @Test
        void isBoundedByWhatIsInProcessToo() {
            assertThat(queue.offer(event("1"))).isEqualTo(Taken.ACCEPTED);
            assertThat(queue.offer(event("2"))).isEqualTo(Taken.ACCEPTED);
            assertThat(queue.offer(event("3"))).isEqualTo(Taken.ACCEPTED);
            Attempt running = queue.poll();
            assertThat(queue.offer(event("4"))).isEqualTo(Taken.FULL);
            queue.done(running);
            assertThat(queue.offer(event("4"))).isEqualTo(Taken.ACCEPTED);
            assertThat(queue.depth()).isEqualTo(3);
        }

        @Test
        void isNotTakenByWhatIsKnown() {
            for (String id : List.of("1", "2", "3")) {
                queue.offer(event(id));
            }
            assertThat(queue.offer(event("1"))).isEqualTo(Taken.KNOWN);
            work();
            assertThat(queue.offer(event("1"))).isEqualTo(Taken.KNOWN);
            assertThat(processed).containsExactly("1", "2", "3");
        }

        @Test
        void isNoneAfterTheEnd() throws Exception {
            queue.close();
            assertThat(queue.offer(event("1"))).isEqualTo(Taken.CLOSED);
            assertThat(queue.take()).isNull();
        }

        @Test
        void saysForHowLongTheOldestHasWaited() {
            assertThat(queue.age()).isZero();
            queue.offer(event("1"));
            pass(Duration.ofSeconds(7));
            queue.offer(event("2"));
            assertThat(queue.age()).hasSeconds(7);
        }
    }

    @Nested
    class AnEventThatFails {
        @Test
        void isTriedAgainAfterAWhileWhileOthersGoOn() {
            failing("1");
            queue.offer(event("1"));
            queue.offer(event("2"));
            work();
            assertThat(processed).containsExactly("2");
            assertThat(queue.depth()).isEqualTo(1);
            failing();
            pass(Duration.ofMillis(101));
            work();
            assertThat(processed).containsExactly("2", "1");
            assertThat(queue.deadLetters()).isEmpty();
        }

        @Test
        void isGivenUpAfterSoManyAttemptsAndSaysWhy() {
            failing("1");
            queue.offer(event("1"));
            for (int i = 0; i < 10; i++) {
                work();
                pass(Duration.ofSeconds(2));
            }
            assertThat(queue.deadLetters())
                    .containsExactly(new DeadLetter(event("1"), "IllegalStateException: poison", 3, NOW));
            assertThat(queue.depth()).isZero();
            assertThat(queue.offer(event("1"))).isEqualTo(Taken.KNOWN);
            assertThat(registry.get("deal.health.events.dead.lettered")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("deal.health.event.processing")
                            .tag("outcome", "failed")
                            .timer()
                            .count())
                    .isEqualTo(3);
        }

        @Test
        void isProcessedAnewWhenAnOperatorSaysSo() {
            failing("1");
            queue.offer(event("1"));
            for (int i = 0; i < 3; i++) {
                work();
                pass(Duration.ofSeconds(2));
            }
            failing();
            assertThat(queue.redrive("1")).isTrue();
            assertThat(queue.redrive("1")).isFalse();
            work();
            assertThat(processed).containsExactly("1");
            assertThat(queue.deadLetters()).isEmpty();
        }

        @Test
        void makesRoomForANewerOneThatIsGivenUp() {
            failing("1", "2", "3");
            for (String id : List.of("1", "2", "3")) {
                queue.offer(event(id));
            }
            for (int i = 0; i < 3; i++) {
                work();
                pass(Duration.ofSeconds(2));
            }
            assertThat(queue.deadLetters())
                    .extracting(letter -> letter.event().id())
                    .containsExactly("2", "3");
        }

        @Test
        void isNotGivenUpWhileTheStoreIsAway() {
            work = event -> {
                throw new StoreAwayException("away", new IllegalStateException());
            };
            queue.offer(event("1"));
            for (int i = 0; i < 100; i++) {
                work();
                pass(Duration.ofSeconds(1));
            }
            failing();
            work();
            assertThat(processed).containsExactly("1");
            assertThat(queue.deadLetters()).isEmpty();
        }
    }

    @Nested
    class TheJournal {
        @TempDir
        Path directory;

        private final ObjectMapper json = TestJson.mapper();

        private FileJournal open() {
            return new FileJournal(directory.resolve("events"), json, new TestDisk());
        }

        @Test
        void bringsBackWhatWaitsAndWhatWasGivenUp() {
            FileJournal before = open();
            queue = queue(before);
            failing("1");
            queue.offer(event("1"));
            queue.offer(event("2"));
            for (int i = 0; i < 3; i++) {
                work();
                pass(Duration.ofSeconds(2));
            }
            queue.offer(event("3"));
            before.close();
            try (FileJournal after = open()) {
                queue = queue(after);
                assertThat(queue.depth()).isEqualTo(1);
                assertThat(queue.deadLetters())
                        .containsExactly(new DeadLetter(event("1"), "IllegalStateException: poison", 3, NOW));
                failing();
                queue.redrive("1");
                work();
                assertThat(processed).containsExactly("2", "3", "1");
            }
        }

        @Test
        void isReadUpToALineThatWasBrokenOff() throws Exception {
            try (FileJournal before = open()) {
                before.accepted(event("1"));
            }
            Files.writeString(directory.resolve("events"), "{\"accepted\":{\"id\":\"2\"", StandardOpenOption.APPEND);
            try (FileJournal after = open()) {
                assertThat(after.replayed().waiting()).containsOnlyKeys("1");
            }
        }

        @Test
        void staysShort() throws Exception {
            try (FileJournal journal = open()) {
                for (int i = 0; i < 15_000; i++) {
                    journal.accepted(event("e" + i));
                    journal.done("e" + i);
                }
                journal.accepted(event("last"));
            }
            assertThat(Files.size(directory.resolve("events"))).isLessThan(1_500_000);
            try (FileJournal after = open()) {
                assertThat(after.replayed().waiting()).containsOnlyKeys("last");
            }
        }

        @Test
        void belongsToOneProcessAtATime() {
            try (FileJournal first = open()) {
                assertThatThrownBy(this::open).hasMessageContaining("expected: a file for each instance");
                assertThat(first.replayed().waiting()).isEmpty();
            }
        }

        @Test
        void losesAndDoublesNothingOverAThousandRandomStops() throws Exception {
            SplittableRandom random = new SplittableRandom(72);
            MemoryEvidenceStore store = new MemoryEvidenceStore();
            Map<String, Integer> arrivals = new HashMap<>();
            Set<String> accepted = new HashSet<>();
            Set<String> poison = new HashSet<>();
            boolean[] ended = {false};
            work = event -> {
                stop(random, ended);
                if (poison.contains(event.id())) {
                    throw new IllegalStateException("poison");
                }
                if (random.nextInt(6) == 0) {
                    throw new IllegalStateException("injected");
                }
                arrivals.merge(event.id(), 1, Integer::sum);
                store.add(event.dealId(), event.evidence(null));
                stop(random, ended);
            };
            int stops = 0;
            int numbers = 0;
            while (stops < 1_000) {
                ended[0] = false;
                try (FileJournal journal = open()) {
                    queue = new EventQueue(50, 100_000, journal, () -> nanos);
                    EventWorker worker = worker(random.split());
                    for (int step = 0; step < 12 && !ended[0]; step++) {
                        String id = "e" + numbers++;
                        if (random.nextInt(40) == 0) {
                            poison.add(id);
                        }
                        if (queue.offer(event(id)) == Taken.ACCEPTED) {
                            accepted.add(id);
                        }
                        pass(Duration.ofMillis(random.nextInt(2_000)));
                        for (Attempt next = queue.poll(); next != null; next = queue.poll()) {
                            worker.process(next);
                        }
                    }
                } catch (Killed killed) {
                    // As if the process had ended right there.
                }
                stops++;
            }
            ended[0] = true;
            try (FileJournal journal = open()) {
                queue = new EventQueue(50, 100_000, journal, () -> nanos);
                EventWorker worker = worker(random.split());
                while (queue.depth() > 0) {
                    Attempt next = queue.poll();
                    if (next == null) {
                        pass(Duration.ofSeconds(2));
                    } else {
                        worker.process(next);
                    }
                }
                Set<String> known = new HashSet<>();
                store.find("deal-1")
                        .forEach(piece -> assertThat(known.add(piece.id())).isTrue());
                Set<String> dead = new HashSet<>();
                queue.deadLetters().forEach(letter -> dead.add(letter.event().id()));
                assertThat(known).hasSizeGreaterThan(1_000);
                assertThat(dead)
                        .hasSizeGreaterThan(20)
                        .containsAll(accepted.stream().filter(poison::contains).toList());
                // One that was given up may be evidence already: the process ended before it was noted, and then it
                // failed.
                assertThat(known).doesNotContainAnyElementsOf(poison);
                Set<String> all = new HashSet<>(known);
                all.addAll(dead);
                assertThat(all).isEqualTo(accepted);
                assertThat(arrivals.values())
                        .as("some were processed again, to no effect")
                        .anyMatch(times -> times > 1);
            }
        }

        private void stop(SplittableRandom random, boolean[] ended) {
            if (!ended[0] && random.nextInt(25) == 0) {
                ended[0] = true;
                throw new Killed();
            }
        }
    }

    /** An end that nobody catches. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
