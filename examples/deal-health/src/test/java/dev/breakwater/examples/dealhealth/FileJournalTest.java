/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.examples.dealhealth.EventQueue.Attempt;
import dev.breakwater.examples.dealhealth.EventQueue.Taken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A journal whose disk is full, or whose lines are not all its own. */
class FileJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final TestDisk disk = new TestDisk();
    private final Logger log = (Logger) LoggerFactory.getLogger(FileJournal.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void listen() {
        file = directory.resolve("events");
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void leave() {
        log.detachAppender(logged);
    }

    private FileJournal open() {
        return new FileJournal(file, TestJson.mapper(), disk);
    }

    private static Event event(String id) {
        return new Event(id, "deal-1", Kind.AUTOMATED_TEST, 1.0, null, NOW);
    }

    @Nested
    class AFullDisk {
        private long nanos;
        private int tried;
        private boolean failing;

        private EventQueue queue(Journal journal) {
            return new EventQueue(10, 10, journal, () -> nanos);
        }

        private void work(EventQueue queue) {
            EventSettings settings =
                    new EventSettings(10, 1, 1, Duration.ZERO, Duration.ZERO, 10, "", Duration.ofSeconds(1));
            EventWork work = event -> {
                tried++;
                if (failing) {
                    throw new IllegalStateException("poison");
                }
            };
            EventWorker worker = new EventWorker(
                    queue,
                    work,
                    settings,
                    new DealMeters(new SimpleMeterRegistry()),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    new SplittableRandom(1));
            for (Attempt next = queue.poll(); next != null; next = queue.poll()) {
                worker.process(next);
            }
            nanos += Duration.ofSeconds(1).toNanos();
        }

        @Test
        void leavesNothingOfALineBeforeOthers() throws Exception {
            try (FileJournal journal = open()) {
                journal.accepted(event("1"));
                disk.room(20);
                long before = Files.size(file);
                assertThatThrownBy(() -> journal.accepted(event("2"))).isInstanceOf(JournalException.class);
                assertThat(file).hasSize(before);
                assertThatThrownBy(() -> journal.done("1")).isInstanceOf(JournalException.class);
                disk.room(1_000);
                assertThatThrownBy(() -> journal.done("1"))
                        .as("one that fits by chance")
                        .isInstanceOf(JournalException.class);
                assertThat(journal.fault()).isNotNull();
                disk.room(Long.MAX_VALUE);
                journal.accepted(event("3"));
            }
            try (FileJournal after = open()) {
                assertThat(after.replayed().waiting()).containsOnlyKeys("1", "3");
            }
            assertThat(messages()).hasSize(2);
            assertThat(messages().get(0)).contains(file.toString(), "No space left on device");
        }

        @Test
        void takesNoEventUntilThereIsRoom() throws Exception {
            try (FileJournal journal = open()) {
                EventQueue queue = queue(journal);
                disk.room(0);
                assertThat(queue.offer(event("1"))).isEqualTo(Taken.UNWRITTEN);
                assertThat(queue.depth()).isZero();
                assertThat(queue.journalFault()).contains("No space left on device");
                disk.room(Long.MAX_VALUE);
                assertThat(queue.journalFault()).isNull();
                assertThat(queue.offer(event("1"))).isEqualTo(Taken.ACCEPTED);
            }
        }

        @Test
        void hasWhatWasProcessedProcessedAgain() {
            try (FileJournal journal = open()) {
                EventQueue queue = queue(journal);
                queue.offer(event("1"));
                disk.room(0);
                work(queue);
                assertThat(queue.depth()).isEqualTo(1);
                disk.room(Long.MAX_VALUE);
                work(queue);
                assertThat(queue.depth()).isZero();
                assertThat(tried).isEqualTo(2);
                assertThat(journal.replayed().waiting()).isEmpty();
            }
        }

        @Test
        void hasNothingGivenUp() {
            try (FileJournal journal = open()) {
                EventQueue queue = queue(journal);
                queue.offer(event("1"));
                disk.room(0);
                failing = true;
                work(queue);
                work(queue);
                assertThat(queue.deadLetters()).isEmpty();
                assertThat(queue.depth()).isEqualTo(1);
                disk.room(Long.MAX_VALUE);
                work(queue);
                assertThat(queue.deadLetters()).hasSize(1);
                disk.room(0);
                assertThatThrownBy(() -> queue.redrive("1")).isInstanceOf(JournalException.class);
                assertThat(queue.deadLetters()).hasSize(1);
            }
        }

        @Test
        void isNoReasonNotToStart() throws Exception {
            try (FileJournal before = open()) {
                before.accepted(event("1"));
            }
            Files.writeString(file, Files.readString(file) + "{\"accepted\":{\"id");
            disk.room(0);
            try (FileJournal journal = open()) {
                assertThat(journal.replayed().waiting()).containsOnlyKeys("1");
                disk.room(Long.MAX_VALUE);
                journal.accepted(event("2"));
            }
            try (FileJournal after = open()) {
                assertThat(after.replayed().waiting()).containsOnlyKeys("1", "2");
            }
        }

        @Test
        void letsTheJournalGrow() throws Exception {
            try (FileJournal journal = open()) {
                Files.createDirectory(directory.resolve("events.new"));
                for (int i = 0; i < 10_001; i++) {
                    journal.done("e" + i);
                }
                journal.accepted(event("last"));
                assertThat(messages()).hasSize(1);
                assertThat(messages().get(0)).contains(file.toString(), "grows");
            }
            try (FileJournal after = open()) {
                assertThat(after.replayed().waiting()).containsOnlyKeys("last");
            }
        }
    }

    @Nested
    class LinesThatAreNone {
        @Test
        void areLeftOutKeptAndSaidOnce() throws Exception {
            try (FileJournal before = open()) {
                before.accepted(event("1"));
                before.accepted(event("2"));
            }
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            List<String> foreign = List.of("{\"acc" + lines.get(0), "null", "{\"accepted\":{\"kind\":\"RUMOUR\"}}");
            lines.addAll(1, foreign);
            Files.write(file, lines);
            try (FileJournal after = open()) {
                assertThat(after.replayed().waiting()).containsOnlyKeys("1", "2");
            }
            assertThat(messages()).hasSize(1);
            assertThat(messages().get(0)).startsWith("3 lines of event journal " + file);
            assertThat(Files.readAllLines(directory.resolve("events.unreadable")))
                    .isEqualTo(foreign);
            try (FileJournal later = open()) {
                assertThat(later.replayed().waiting()).containsOnlyKeys("1", "2");
            }
            assertThat(messages()).hasSize(1);
        }
    }

    @Test
    void linesThatAreNoneStayWhereTheyAreWhileTheDiskIsFull() throws Exception {
        Path aside = directory.resolve("events.unreadable");
        try (FileJournal before = open()) {
            before.accepted(event("1"));
        }
        long whole = Files.size(file);
        Files.writeString(file, Files.readString(file) + "rumour\nhearsay\n");
        // For nothing, for what is whole alone, and for half of the rest.
        for (long room : List.of(0L, whole, whole + 10)) {
            disk.room(room);
            try (FileJournal full = open()) {
                assertThat(full.replayed().waiting()).containsOnlyKeys("1");
            }
            assertThat(Files.readAllLines(file)).hasSize(3);
            assertThat(Files.exists(aside) ? Files.readString(aside) : "").isEmpty();
        }
        disk.room(Long.MAX_VALUE);
        open().close();
        assertThat(aside).hasContent("rumour\nhearsay\n");
        assertThat(file).hasSize(whole);
    }

    @Test
    void whatIsNoFileIsSaidAtTheStart() throws Exception {
        Files.createDirectory(file);
        assertThatThrownBy(this::open).hasMessageContaining("expected: a file that can be read and written");
    }

    private List<String> messages() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
