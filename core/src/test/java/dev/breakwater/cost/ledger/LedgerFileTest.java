/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.cost.ledger.LedgerReplay.Tail;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.policy.InvalidPolicyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    private final ManualTime time = new ManualTime();

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("ledger.jsonl");
    }

    private LedgerFile open() {
        return LedgerFile.at(file()).time(time).open();
    }

    private LedgerReplay read() throws IOException {
        return LedgerReplay.read(file(), ZoneOffset.UTC);
    }

    private BudgetLevel restored(LedgerReplay replay, Budget budget) {
        LocalBudgetStore store = new LocalBudgetStore(time);
        replay.restore(List.of(budget), store);
        return store.levels(List.of(new Claim(budget, "*", 0, 0)))
                .toCompletableFuture()
                .join()
                .get(0);
    }

    private void append(LedgerRow... rows) {
        try (LedgerFile ledger = open()) {
            for (LedgerRow row : rows) {
                assertThat(ledger.append(row)).isTrue();
            }
        }
    }

    @Nested
    class WhatIsKept {
        @Test
        void isThereWhenAppendReturns() throws IOException {
            try (LedgerFile ledger = open()) {
                ledger.append(Rows.held("a"));

                assertThat(read().open()).isEqualTo(1);
            }
        }

        @Test
        void isReadAsItWasWritten() {
            TokenUsage usage = TokenUsage.builder()
                    .tokens(TokenClass.IN_FRESH, 7)
                    .tokens(TokenClass.IN_FRESH, Modality.AUDIO, 3)
                    .webSearches(2)
                    .toolCalls(1)
                    .serviceTier("flex")
                    .speed("fast")
                    .region("eu")
                    .responseModel("m-2")
                    .responseId("answer")
                    .reportedNanoUsd(0)
                    .quality(TokenUsage.Quality.PARTIAL)
                    .build();
            LedgerRow some = Rows.settled("a", 5);
            LedgerRow row = new LedgerRow(
                    some.event(),
                    some.id(),
                    some.callId(),
                    3,
                    some.at().plusNanos(120),
                    some.begun(),
                    some.provider(),
                    "m",
                    usage,
                    some.prices(),
                    9,
                    5,
                    some.source(),
                    some.parts(),
                    some.expiresAt(),
                    null,
                    null);
            byte[] line = LineWriter.bytes(new Line.Happened(Entry.of(row)));

            assertThat(new LineReader().read(line, 0, line.length)).isEqualTo(new Line.Happened(Entry.of(row)));
        }

        @Test
        void isOneLineOfAsciiWhateverAModelIsCalled() throws IOException {
            append(Rows.free("evil\r\n{\"event\":\"held\"}\u2028", "x".repeat(100_000), Rows.BEGUN, 1));

            String text = Files.readString(file(), StandardCharsets.US_ASCII);
            assertThat(text.lines()).hasSize(2);
            assertThat(text).hasSizeLessThan(1_500).doesNotContain("\r");
            assertThat(read().brokenLines()).isZero();
        }

        @Test
        void isForItsOwnerAlone() throws IOException {
            append(Rows.held("a"));

            assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
        }
    }

    @Nested
    class AfterARestart {
        @Test
        void committedAndHeldAreAsTheyWere() throws IOException {
            append(Rows.held("a"), Rows.settled("a", 227), Rows.held("b"), Rows.held("c"));
            append(Rows.row(Event.UNKNOWN, "b", 0));

            assertThat(restored(read(), Rows.DAILY))
                    .returns(1_227L, BudgetLevel::committed)
                    .returns(1_000L, BudgetLevel::held);
            assertThat(restored(read(), Rows.TOKENS))
                    .returns(650L, BudgetLevel::committed)
                    .returns(500L, BudgetLevel::held);
            assertThat(Conservation.check(read(), List.of(restored(read(), Rows.DAILY))))
                    .isEmpty();
        }

        @Test
        void whatDisagreesWithTheStoreIsFound() throws IOException {
            append(Rows.held("a"), Rows.settled("a", 227));
            BudgetLevel level = restored(read(), Rows.DAILY);
            BudgetLevel other =
                    new BudgetLevel(level.budget(), level.key(), 200, 0, level.windowStart(), level.windowEnd());

            assertThat(Conservation.check(read(), List.of(other)))
                    .singleElement()
                    .returns(-27L, Conservation.Drift::amount);
        }

        @Test
        void aReleasedCallTookNothing() throws IOException {
            append(Rows.held("a"), Rows.row(Event.RELEASED, "a", 0));

            assertThat(restored(read(), Rows.DAILY))
                    .returns(0L, BudgetLevel::committed)
                    .returns(0L, BudgetLevel::held);
        }

        @Test
        void anotherLimitKeepsTheAmountsAndAnotherPeriodDoesNot() throws IOException {
            append(Rows.held("a"), Rows.settled("a", 227));
            Budget raised = Budget.named("daily").nanoUsd(9_000_000).build();
            Budget monthly = Budget.named("daily")
                    .nanoUsd(9_000_000)
                    .period(Period.MONTH)
                    .build();

            assertThat(restored(read(), raised).committed()).isEqualTo(227);
            assertThat(restored(read(), monthly).committed()).isZero();
            assertThat(read().restore(List.of(monthly), new LocalBudgetStore(time)))
                    .isEqualTo(new LedgerReplay.Restored(0, 0, 2));
        }

        @Test
        void aThresholdThatWasReachedIsNotToldAgain() throws IOException {
            Budget small =
                    Budget.named("daily").nanoUsd(400).alerts(List.of(50, 80)).build();
            LedgerRow held = Rows.held("a");
            LedgerRow on = new LedgerRow(
                    Event.SETTLED,
                    "a",
                    null,
                    1,
                    held.at(),
                    held.begun(),
                    "p",
                    "m",
                    Rows.USAGE,
                    null,
                    0,
                    227,
                    null,
                    List.of(Rows.part(small, 227)),
                    null,
                    null,
                    null);
            append(on);
            LocalBudgetStore store = new LocalBudgetStore(time);
            read().restore(List.of(small), store);

            assertThat(store.charge("b", List.of(new Claim(small, "*", 100, 0)))
                            .toCompletableFuture()
                            .join()
                            .crossings())
                    .extracting(crossing -> crossing.percent())
                    .containsExactly(80);
        }

        @Test
        void aHoldWhoseLeaseIsOverBecomesAnOrphanAndMayBeCorrected() throws IOException {
            append(Rows.held("a"));
            time.advance(Rows.LEASE);
            try (LedgerFile ledger = open()) {
                ledger.tick();
                ledger.tick();

                assertThat(Files.readString(file())).containsOnlyOnce("\"event\":\"orphaned\"");
                assertThat(ledger.book().total(day -> true))
                        .returns(1L, Spend::orphans)
                        .returns(1_000L, Spend::assumedNanoUsd);
                assertThat(restored(read(), Rows.DAILY).committed()).isEqualTo(1_000);

                ledger.append(Rows.settled("a", 227));

                assertThat(Files.readString(file())).contains("\"event\":\"corrected\"");
                assertThat(restored(read(), Rows.DAILY).committed()).isEqualTo(227);
                assertThat(read().book().total(day -> true))
                        .isEqualTo(new Spend(1, 120, 20, 30, 227, 0, 0, 0, 0))
                        .isEqualTo(ledger.book().total(day -> true));
            }
        }
    }

    @Nested
    class ToldTwice {
        @Test
        void anEndCountsOnceAndIsWrittenOnce() throws IOException {
            append(Rows.held("a"), Rows.settled("a", 227), Rows.settled("a", 500), Rows.row(Event.RELEASED, "a", 0));

            assertThat(restored(read(), Rows.DAILY).committed()).isEqualTo(227);
            assertThat(read().duplicates()).isZero();
        }

        @Test
        void aFileWithEveryRowTwiceCountsEachOnce() throws IOException {
            append(Rows.held("a"), Rows.settled("a", 227), Rows.held("b"));
            Files.write(file(), Files.readAllBytes(file()), StandardOpenOption.APPEND);

            assertThat(read().duplicates()).isEqualTo(3);
            assertThat(restored(read(), Rows.DAILY))
                    .returns(227L, BudgetLevel::committed)
                    .returns(1_000L, BudgetLevel::held);
            assertThat(read().book().total(day -> true).nanoUsd()).isEqualTo(227);
        }
    }

    @Nested
    class BrokenFiles {
        @Test
        void aTornLastLineIsCutAtEveryPlaceWhereItCanTear() throws IOException {
            append(Rows.held("a"), Rows.settled("a", 227));
            byte[] whole = Files.readAllBytes(file());
            int lastLine = new String(whole, StandardCharsets.US_ASCII).lastIndexOf('\n', whole.length - 2) + 1;
            for (int length = lastLine + 1; length < whole.length - 1; length += 7) {
                Files.write(file(), Arrays.copyOf(whole, length));
                try (LedgerFile ledger = open()) {
                    assertThat(ledger.replay().tail()).isEqualTo(Tail.TORN);
                    assertThat(ledger.replay().open()).isEqualTo(1);
                    ledger.append(Rows.settled("a", 300));
                }
                assertThat(read()).returns(Tail.WHOLE, LedgerReplay::tail).returns(0L, LedgerReplay::brokenLines);
                assertThat(restored(read(), Rows.DAILY).committed()).isEqualTo(300);
            }
        }

        @Test
        void aWholeRowWithoutItsLineBreakCounts() throws IOException {
            append(Rows.held("a"), Rows.settled("a", 227));
            byte[] whole = Files.readAllBytes(file());
            Files.write(file(), Arrays.copyOf(whole, whole.length - 1));

            assertThat(read().tail()).isEqualTo(Tail.UNENDED);
            append(Rows.held("b"));
            assertThat(read().brokenLines()).isZero();
            assertThat(restored(read(), Rows.DAILY))
                    .returns(227L, BudgetLevel::committed)
                    .returns(1_000L, BudgetLevel::held);
        }

        @Test
        void anotherBrokenLineStaysAndIsSaidByItsNumberAlone() throws IOException {
            append(Rows.held("a"));
            Files.writeString(file(), "secret prompt\n{\"event\":\"held\"}\n", StandardOpenOption.APPEND);
            append(Rows.settled("a", 227));

            assertThat(read().broken())
                    .containsExactly(
                            new LedgerReplay.Broken(3, "no JSON"), new LedgerReplay.Broken(4, "a member is missing"));
            assertThat(Files.readString(file())).contains("secret prompt");
            assertThat(restored(read(), Rows.DAILY).committed()).isEqualTo(227);
        }

        @Test
        void aLineBeyondAllMeasureIsSkipped() throws IOException {
            append(Rows.held("a"));
            Files.writeString(file(), "x".repeat(3 * Lines.LONGEST) + "\n", StandardOpenOption.APPEND);
            append(Rows.settled("a", 227));

            assertThat(read().broken()).containsExactly(new LedgerReplay.Broken(3, "longer than any row"));
            assertThat(restored(read(), Rows.DAILY).committed()).isEqualTo(227);
        }
    }

    @Nested
    class OneOwner {
        @Test
        void aSecondOneIsToldSoAndTakesNothingAway() {
            try (LedgerFile first = open()) {
                assertThatThrownBy(LedgerFileTest.this::open)
                        .isInstanceOf(InvalidPolicyException.class)
                        .hasMessageContaining("BW-COST-070");
                assertThatThrownBy(LedgerFileTest.this::open).hasMessageContaining("BW-COST-070");
                assertThat(first.append(Rows.held("a"))).isTrue();
            }
            append(Rows.held("b"));
        }

        @Test
        void aDirectoryThatIsNotThereIsAFaultAtStart() {
            assertThatThrownBy(() ->
                            LedgerFile.at(directory.resolve("none/ledger")).open())
                    .hasMessageContaining("BW-COST-071");
            assertThatThrownBy(() -> LedgerFile.at(file()).rotateBytes(1).open())
                    .hasMessageContaining("BW-COST-072");
        }
    }

    @Nested
    class AFullDisk {
        private boolean full;

        private LedgerFile open(boolean dangerously) {
            return LedgerFile.at(file())
                    .time(time)
                    .dangerouslySpendUnrecorded(dangerously)
                    .opener((path, size) -> new Segment(path, size) {
                        @Override
                        void write(RandomAccessFile to, byte[] lines) throws IOException {
                            if (full) {
                                super.write(to, Arrays.copyOf(lines, lines.length / 2));
                                throw new IOException("No space left on device");
                            }
                            super.write(to, lines);
                        }
                    })
                    .open();
        }

        @Test
        void lessNoNewCallBeMadeAndLeavesNoHalfRow() throws IOException {
            try (LedgerFile ledger = open(false)) {
                ledger.append(Rows.held("a"));
                full = true;
                assertThat(ledger.append(Rows.held("b"))).isFalse();
                assertThat(ledger.append(Rows.settled("a", 227))).isFalse();
                assertThat(ledger.lost()).isEqualTo(2);
                assertThat(ledger.book().total(day -> true).nanoUsd()).isEqualTo(227);
                full = false;
                assertThat(ledger.append(Rows.held("c"))).isTrue();
            }
            assertThat(read()).returns(0L, LedgerReplay::brokenLines).returns(2, LedgerReplay::open);
        }

        @Test
        void mayBeIgnoredAtOnesOwnRisk() {
            try (LedgerFile ledger = open(true)) {
                full = true;
                assertThat(ledger.append(Rows.held("b"))).isTrue();
                assertThat(ledger.lost()).isEqualTo(1);
            }
        }

        @Test
        void isHealedByTheNextFile() throws IOException {
            try (LedgerFile ledger = open(false)) {
                ledger.append(Rows.held("a"));
                full = true;
                ledger.append(Rows.settled("a", 227));
                full = false;
                time.advance(Duration.ofDays(31));
                ledger.tick();
            }
            assertThat(read().book().total(day -> true).nanoUsd()).isEqualTo(227);
            assertThat(read().open()).isZero();
        }
    }

    @Nested
    class ANewFile {
        private List<String> files() throws IOException {
            try (Stream<Path> all = Files.list(directory)) {
                return all.map(path -> path.getFileName().toString())
                        .filter(name -> !name.endsWith(".lock"))
                        .sorted()
                        .toList();
            }
        }

        @Test
        void beginsWithTheSumsOfTheOneBefore() throws IOException {
            Spend before;
            try (LedgerFile ledger =
                    LedgerFile.at(file()).time(time).rotateBytes(64 << 10).open()) {
                for (int i = 0; i < 200; i++) {
                    ledger.append(Rows.held("a" + i));
                    ledger.append(Rows.settled("a" + i, 227));
                }
                ledger.append(Rows.held("open"));
                before = ledger.book().total(day -> true);
                ledger.tick();
                assertThat(ledger.append(Rows.settled("a7", 500))).isTrue();
                ledger.append(Rows.settled("open", 1));
                ledger.append(Rows.held("b"));
            }
            assertThat(files()).hasSize(2).contains("ledger.jsonl");
            assertThat(Files.size(file())).isLessThan(5_000);
            assertThat(restored(read(), Rows.DAILY))
                    .returns(200 * 227L + 1, BudgetLevel::committed)
                    .returns(1_000L, BudgetLevel::held);
            assertThat(read().book().total(day -> true).nanoUsd()).isEqualTo(before.nanoUsd() + 1);
            assertThat(read().book().lines(SpendDimension.BUDGET, day -> true)).containsKey("daily: *");
            assertThat(read().unopened()).isZero();
        }

        @Test
        void isBegunEachMonthAndNoOldOneIsEverReplaced() throws IOException {
            append(Rows.held("a"));
            Files.setLastModifiedTime(file(), FileTime.from(ManualTime.START));
            try (LedgerFile ledger = open()) {
                time.advance(Duration.ofDays(31));
                ledger.tick();
                ledger.tick();
                time.advance(Duration.ofDays(28));
                ledger.tick();
            }
            assertThat(files()).containsExactly("ledger.jsonl", "ledger.jsonl.2026-01.1", "ledger.jsonl.2026-02.1");
        }

        @Test
        void isTakenOverIfTheProcessDiedBetweenTheTwoMoves() throws IOException {
            append(Rows.held("a"));
            Files.move(file(), directory.resolve("ledger.jsonl.next"));

            try (LedgerFile ledger = open()) {
                assertThat(ledger.replay().open()).isEqualTo(1);
            }
            assertThat(files()).containsExactly("ledger.jsonl");
        }

        @Test
        void isForgottenIfTheProcessDiedBeforeThem() throws IOException {
            append(Rows.held("a"));
            Files.writeString(directory.resolve("ledger.jsonl.next"), "{\"event\":");

            append(Rows.settled("a", 227));
            assertThat(files()).containsExactly("ledger.jsonl");
            assertThat(restored(read(), Rows.DAILY).committed()).isEqualTo(227);
        }
    }

    @Test
    void anInterruptedThreadKeepsItsRowsToo() throws IOException {
        try (LedgerFile ledger = open()) {
            Thread.currentThread().interrupt();
            assertThat(ledger.append(Rows.held("a"))).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(ledger.append(Rows.held("b"))).isTrue();
        }
        assertThat(read().open()).isEqualTo(2);
    }

    @Test
    void theCommandPrintsSumsAndContradictions() throws IOException {
        append(Rows.held("a"), Rows.settled("a", 227), Rows.held("b"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        assertThat(LedgerCheck.run(new PrintStream(said), file().toString())).isZero();
        assertThat(said.toString(StandardCharsets.US_ASCII))
                .contains("daily|global|usd|day|Z * from 2026-01-01T00:00:00Z: 227 spent, 1000 held, limit 1000000")
                .contains("no contradictions");
        Files.writeString(file(), "{}\n", StandardOpenOption.APPEND);
        assertThat(LedgerCheck.run(new PrintStream(said), file().toString())).isEqualTo(1);
        assertThat(LedgerCheck.run(new PrintStream(said), "no such file")).isEqualTo(2);
    }
}
