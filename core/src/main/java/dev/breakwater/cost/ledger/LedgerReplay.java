/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.LocalBudgetStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What follows from all rows of a ledger's file. Reading changes nothing in the file, so reading twice gives the same. Not
 * for use by several threads.
 */
public final class LedgerReplay {
    private static final int MOST_TOLD = 20;

    private final LineReader reader = new LineReader();
    private final Tally tally = new Tally();
    private final SpendBook book;
    private final List<Broken> broken = new ArrayList<>();
    private long brokenLines;
    private long rows;
    private long lines;
    private long end;
    private Tail tail = Tail.WHOLE;

    private LedgerReplay(ZoneId zone) {
        book = new SpendBook(zone);
    }

    /**
     * A line that is not one of ours.
     *
     * @param line its number; the first is 1
     * @param reason what is wrong with it, never what is in it
     */
    public record Broken(long line, String reason) {}

    /** How the file ends. */
    public enum Tail {
        /** With a whole line, or it is empty. */
        WHOLE,
        /** With a whole row whose line break is missing: it counts. */
        UNENDED,
        /** With a part of a row: the process ended while it was written. It does not count. */
        TORN
    }

    /**
     * What became of the budgets.
     *
     * @param windows windows that were restored
     * @param holds holds that were restored
     * @param skipped windows and parts of holds that were not, as there is no such budget any more, or it has another key,
     *     unit or calendar
     */
    public record Restored(int windows, int holds, int skipped) {}

    /**
     * Reads a file; none is one without rows.
     *
     * @param zone whose days the book counts by
     * @throws IOException if it cannot be read
     */
    public static LedgerReplay read(Path file, ZoneId zone) throws IOException {
        LedgerReplay replay = new LedgerReplay(zone);
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                replay.end(Lines.read(in, replay.sink()));
            }
        }
        return replay;
    }

    private Lines.Sink sink() {
        return new Lines.Sink() {
            @Override
            public void line(long number, byte[] bytes, int from, int length) {
                take(number, bytes, from, length);
            }

            @Override
            public void tooLong(long number) {
                broken(number, "longer than any row");
            }
        };
    }

    private void take(long number, byte[] bytes, int from, int length) {
        lines = number;
        try {
            apply(reader.read(bytes, from, length));
        } catch (BrokenLineException wrong) {
            broken(number, wrong.reason());
        } catch (ArithmeticException tooMuch) {
            broken(number, "an amount that no sum can hold");
        }
    }

    private void broken(long number, String reason) {
        brokenLines++;
        if (broken.size() < MOST_TOLD) {
            broken.add(new Broken(number, reason));
        }
    }

    private void apply(Line line) {
        if (line instanceof Line.Happened happened) {
            apply(happened.entry());
        } else if (line instanceof Line.Carried carried) {
            tally.carry(carried.slot(), carried.amount(), carried.limit());
        } else if (line instanceof Line.KindOfDay day) {
            book.carry(day.day(), day.kind(), day.spend());
        } else if (line instanceof Line.HolderOfDay day) {
            book.carry(day.day(), day.holder(), day.spend());
        } else if (line instanceof Line.OfHour hour) {
            book.carryHour(hour.hour(), hour.spend());
        } else if (line instanceof Line.Head head && head.version() != LineWriter.VERSION) {
            throw new BrokenLineException("of another version of the format");
        }
    }

    private void apply(Entry read) {
        rows++;
        Entry entry = tally.asItIs(read);
        if (tally.apply(entry)) {
            book.add(entry);
        }
    }

    private void end(Lines.Tail last) {
        end = last.begin();
        if (last.bytes().length == 0) {
            return;
        }
        tail = Tail.TORN;
        try {
            Line line = reader.read(last.bytes(), 0, last.bytes().length);
            tail = Tail.UNENDED;
            lines = last.number();
            apply(line);
        } catch (BrokenLineException torn) {
            // A crash in the middle of a write: it was not kept when the process ended, so nothing was done on it.
        }
    }

    /**
     * Restores what is counted for these budgets into a store that has counted nothing for them; a second time would count
     * twice. A budget
     * whose limit is another one now keeps what was counted; one that has another key, unit, period or zone is another
     * budget. Thresholds that had been reached, of the limit of that time, are not told again.
     */
    public Restored restore(List<Budget> budgets, LocalBudgetStore into) {
        return new LedgerRestore(budgets, into).restore(tally);
    }

    /** The sums of what was spent. */
    public SpendBook book() {
        return book;
    }

    /** Rows that were read, of which some may tell what had been told. */
    public long rows() {
        return rows;
    }

    /** Lines that are none of ours. They are left where they are. */
    public long brokenLines() {
        return brokenLines;
    }

    /** The first of those. */
    public List<Broken> broken() {
        return List.copyOf(broken);
    }

    /** How the file ends. */
    public Tail tail() {
        return tail;
    }

    /** Rows that told what had been told; they count once. */
    public long duplicates() {
        return tally.duplicates();
    }

    /** Rows that end a hold of which there is no row, as its line is broken. They count. */
    public long unopened() {
        return tally.unopened();
    }

    /** Holds without an end. */
    public int open() {
        return tally.open().size();
    }

    Tally tally() {
        return tally;
    }

    /** Where the last line begins that has no end; the file's size if it ends with a whole line. */
    long end() {
        return end;
    }

    /** For people: how much was read, and what was wrong. */
    @Override
    public String toString() {
        return lines + " lines, " + rows + " rows, " + brokenLines + " broken " + broken + ", " + open()
                + " holds open, "
                + duplicates() + " told twice, " + unopened() + " ends of unknown holds, end "
                + tail.name().toLowerCase(Locale.ROOT);
    }
}
