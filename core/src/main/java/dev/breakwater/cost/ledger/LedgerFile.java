/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger in a file, to which rows are only ever added: one JSON object a line. A row is written before
 * {@link #append} returns, so it survives the death of the process; it is on the disk within a second, so a loss of power
 * may take the rows of the last second. Opened by one process at a time. Safe for use by many threads.
 *
 * <p>A file that is larger than the limit, or began in an earlier month (UTC), is moved aside and kept; the new one begins
 * with the sums of the old one, so that opening it stays quick.
 *
 * <pre>
 * LedgerFile ledger = LedgerFile.at(Path.of("/var/lib/app/ledger.jsonl")).open();
 * ledger.restore(budgets, store);
 * </pre>
 */
public final class LedgerFile implements Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final long SMALLEST = 64 << 10;

    private final Object lock = new Object();
    private final Path path;
    private final long rotateBytes;
    private final boolean spendUnrecorded;
    private final TimeSource time;
    private final LedgerFaults faults;
    private final SoleOwner owner;
    private final SegmentOpener opener;
    private final LedgerReplay replay;
    private final Tally tally;
    private final SpendBook book;
    private final LedgerKeeper keeper;
    private volatile Segment segment;
    private YearMonth month;
    private long rotateAbove;
    private volatile boolean dirty;
    private boolean closed;

    private LedgerFile(Builder builder, SoleOwner owner) throws IOException {
        path = builder.path;
        rotateBytes = builder.rotateBytes;
        spendUnrecorded = builder.spendUnrecorded;
        time = builder.time;
        opener = builder.opener;
        this.owner = owner;
        faults = new LedgerFaults(time);
        finishRotation();
        replay = LedgerReplay.read(path, builder.zone);
        tally = replay.tally();
        book = replay.book();
        month = Files.exists(path) ? monthOf(Files.getLastModifiedTime(path).toInstant()) : monthOf(time.now());
        segment = opener.open(path, replay.tail() == LedgerReplay.Tail.UNENDED ? Files.size(path) : replay.end());
        begin();
        rotateAbove = Math.max(rotateBytes, 2L * Snapshot.of(tally, book, time.now()).length);
        keeper = new LedgerKeeper(this::tick, fault -> faults.report("what is due each second failed", fault));
    }

    /** Opens the end of a file. */
    interface SegmentOpener {
        Segment open(Path path, long size) throws IOException;
    }

    private void begin() throws IOException {
        if (replay.tail() == LedgerReplay.Tail.UNENDED) {
            segment.append(new byte[] {'\n'});
        }
        if (segment.size() == 0) {
            segment.append(LineWriter.bytes(new Line.Head(LineWriter.VERSION)));
        }
        if (replay.tail() != LedgerReplay.Tail.WHOLE || replay.brokenLines() > 0) {
            LOG.warn("Breakwater: ledger {}: {}", path, replay);
        }
    }

    /** Begins a ledger in this file: days in UTC, a new file from 64 MiB on, and no spending that cannot be recorded. */
    public static Builder at(Path path) {
        return new Builder(path);
    }

    /** The sums of what was spent. */
    public SpendBook book() {
        return book;
    }

    /** What was found when the file was opened. */
    public LedgerReplay replay() {
        return replay;
    }

    /** Rows that could not be kept. */
    public long lost() {
        return faults.lost();
    }

    /**
     * Restores what is counted for these budgets into a store that has counted nothing for them, as it is at this
     * moment.
     *
     * @see LedgerReplay#restore
     */
    public LedgerReplay.Restored restore(List<Budget> budgets, LocalBudgetStore into) {
        synchronized (lock) {
            return replay.restore(budgets, into);
        }
    }

    @Override
    public boolean append(LedgerRow row) {
        Entry told = Entry.of(row);
        byte[] line = LineWriter.bytes(new Line.Happened(told));
        synchronized (lock) {
            Entry entry = tally.asItIs(told);
            return append(
                    entry, entry.row().event() == row.event() ? line : LineWriter.bytes(new Line.Happened(entry)));
        }
    }

    private boolean append(Entry entry, byte[] line) {
        if (!tally.isNews(entry)) {
            return true;
        }
        boolean kept = write(line);
        if (!kept && !spendUnrecorded && entry.row().event() == Event.HELD) {
            return false;
        }
        count(entry);
        return kept || spendUnrecorded;
    }

    // What happened counts even if its row is lost: the next file begins with these sums.
    private void count(Entry entry) {
        try {
            if (tally.apply(entry)) {
                book.add(entry);
            }
        } catch (ArithmeticException beyondAnySum) {
            faults.report("a row could not be counted", beyondAnySum);
        }
    }

    private boolean write(byte[] line) {
        if (closed) {
            faults.lost(new IOException("the ledger is closed"));
            return false;
        }
        try {
            segment.append(line);
            dirty = true;
            return true;
        } catch (IOException full) {
            faults.lost(full);
            return false;
        }
    }

    /** What is due: holds whose lease is over become orphans, a full file is moved aside, and rows go to the disk. */
    void tick() {
        synchronized (lock) {
            if (!closed) {
                Instant now = time.now();
                tally.orphansAt(now).forEach(orphan -> append(orphan, LineWriter.bytes(new Line.Happened(orphan))));
                rotateIfDue(now);
            }
        }
        sync();
    }

    // Outside the lock: nobody who calls a model waits for the disk.
    @SuppressWarnings("ReferenceEquality") // Each file is opened once.
    private void sync() {
        Segment current = segment;
        if (!dirty) {
            return;
        }
        dirty = false;
        try {
            current.sync();
        } catch (IOException fault) {
            if (current == segment) {
                faults.report("rows may not be on the disk", fault);
            }
        }
    }

    private void rotateIfDue(Instant now) {
        if (segment.size() <= rotateAbove && !month.isBefore(monthOf(now))) {
            return;
        }
        try {
            rotate(now);
        } catch (IOException fault) {
            faults.report("no new file could be begun, the old one goes on", fault);
            rotateAbove = segment.size() + rotateBytes;
            month = monthOf(now);
        }
    }

    // With the lock, though the disk is waited for: a row that came in between would be in neither the sums nor the
    // file.
    private void rotate(Instant now) throws IOException {
        Files.deleteIfExists(next());
        Segment following = opener.open(next(), 0);
        boolean begun = false;
        try {
            following.append(Snapshot.of(tally, book, now));
            following.sync();
            segment.sync();
            exchange();
            begun = true;
        } finally {
            if (!begun) {
                following.close();
            }
        }
        Segment full = segment;
        segment = following;
        tally.turn(now);
        month = monthOf(now);
        rotateAbove = Math.max(rotateBytes, 2 * following.size());
        full.close();
    }

    private void exchange() throws IOException {
        Path aside = aside();
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(next(), path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException fault) {
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
            throw fault;
        }
    }

    // Without the file but with the next one, the process ended between the two moves; with both, before the first one.
    private void finishRotation() throws IOException {
        if (Files.exists(next()) && !Files.exists(path)) {
            Files.move(next(), path, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(next());
    }

    private Path next() {
        return path.resolveSibling(path.getFileName() + ".next");
    }

    private Path aside() {
        int number = 1;
        Path aside = path.resolveSibling(path.getFileName() + "." + month + "." + number);
        while (Files.exists(aside)) {
            number++;
            aside = path.resolveSibling(path.getFileName() + "." + month + "." + number);
        }
        return aside;
    }

    private static YearMonth monthOf(Instant instant) {
        return YearMonth.from(instant.atZone(ZoneOffset.UTC));
    }

    /** Puts everything on the disk and lets go of the file. Rows that come later are lost, and counted. */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        keeper.close();
        sync();
        try {
            segment.close();
            owner.close();
        } catch (IOException fault) {
            faults.report("the file could not be closed", fault);
        }
    }

    /** Puts a ledger together. Not for use by several threads. */
    public static final class Builder {
        private final Path path;
        private ZoneId zone = ZoneOffset.UTC;
        private long rotateBytes = 64 << 20;
        private boolean spendUnrecorded;
        private TimeSource time = TimeSource.system();
        private SegmentOpener opener = Segment::new;

        private Builder(Path path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /** Whose days the reports are by; UTC by default. */
        public Builder zone(ZoneId value) {
            zone = value;
            return this;
        }

        /** From how many bytes on a new file is begun; 64 MiB by default, at least 64 KiB. */
        public Builder rotateBytes(long value) {
            rotateBytes = value;
            return this;
        }

        /**
         * Whether calls are made though their holds cannot be recorded, because the disk is full or gone. By default they are
         * not: after a crash nobody would know of them.
         */
        public Builder dangerouslySpendUnrecorded(boolean value) {
            spendUnrecorded = value;
            return this;
        }

        /** The clocks; the machine's by default. */
        public Builder time(TimeSource value) {
            time = value;
            return this;
        }

        Builder opener(SegmentOpener value) {
            opener = value;
            return this;
        }

        /**
         * Opens the file, makes it if there is none, and reads what is in it.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException if it cannot be opened (BW-COST-071), another process has it
         *     open (BW-COST-070), or it is to be rotated too often (BW-COST-072)
         */
        public LedgerFile open() {
            Problems problems = new Problems();
            if (rotateBytes < SMALLEST) {
                problems.error(
                        "BW-COST-072",
                        "rotateBytes",
                        Long.toString(rotateBytes),
                        SMALLEST + " bytes or more",
                        "raise it, or leave it out");
                problems.throwIfInvalid();
            }
            try {
                SoleOwner owner = SoleOwner.of(path);
                if (owner != null) {
                    return open(owner);
                }
                problems.error(
                        "BW-COST-070",
                        "",
                        path.toString(),
                        "a file that nobody else writes to",
                        "give each process a file of its own, or end the other one");
            } catch (IOException unusable) {
                problems.error(
                        "BW-COST-071",
                        "",
                        path.toString(),
                        "a file that can be written (" + unusable + ")",
                        "make its directory, and let the process write there");
            }
            problems.throwIfInvalid();
            throw new IllegalStateException("problems without an error");
        }

        private LedgerFile open(SoleOwner owner) throws IOException {
            boolean opened = false;
            try {
                LedgerFile ledger = new LedgerFile(this, owner);
                ledger.keeper.begin();
                opened = true;
                return ledger;
            } finally {
                if (!opened) {
                    owner.close();
                }
            }
        }
    }
}
