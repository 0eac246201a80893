/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes records from requests' threads and writes them on its own, so that neither a slow disk nor a slow appender is the
 * requests' problem. Holds so many and no more; what comes beyond is counted, and a record says so when there is room
 * again. Safe for use by many threads.
 */
final class AuditWriter implements AutoCloseable {
    static final String LOGGER = "breakwater.audit";
    static final int CAPACITY = 4096;

    private static final int BATCH = 256;
    private static final long IDLE_MILLIS = 1_000;
    private static final long PATIENCE_MILLIS = 5_000;

    /** What waits: a record, or somebody who wants to know when all before have been written. */
    private record Waiting(
            @Nullable AuditRecord record, @Nullable CountDownLatch written) {}

    private final Logger logger = LoggerFactory.getLogger(LOGGER);
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final RecordEncoder encoder;
    private final Folding folding;
    private final @Nullable ChainFile file;
    private final WriteFaults faults;
    private final Thread thread = new Thread(this::run, "breakwater-audit");
    private final LongAdder records = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private long lostSaid;
    private long failuresSaid;
    private volatile boolean closing;
    private volatile boolean ended;

    AuditWriter(RecordEncoder encoder, Folding folding, @Nullable ChainFile file, WriteFaults faults) {
        this.encoder = encoder;
        this.folding = folding;
        this.file = file;
        this.faults = faults;
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    /** Never blocks. */
    void offer(AuditRecord record) {
        if (closing || !queue.offer(new Waiting(record, null))) {
            lost.increment();
        } else if (ended) {
            abandon();
        }
    }

    /**
     * Waits until everything that was offered before has been written, summaries that are due included. Once the log has
     * ended there is nothing to wait for.
     */
    void flush() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        queue.put(new Waiting(null, written));
        if (ended) {
            abandon();
        }
        written.await();
    }

    AuditCounts counts() {
        long seq = file == null ? 0 : file.head().seq();
        return new AuditCounts(records.sum(), failures.sum(), seq, lost.sum(), folding.folded());
    }

    private void run() {
        try {
            writeUntilClosed();
        } finally {
            end();
        }
    }

    private void writeUntilClosed() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        boolean last = false;
        while (!last) {
            last = closing && queue.isEmpty();
            take(batch);
            writeSafely(batch, last);
            batch.clear();
        }
    }

    private void take(List<Waiting> batch) {
        try {
            Waiting first = closing ? queue.poll() : queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
            }
        } catch (InterruptedException nobodysBusiness) {
            closing = true;
        }
    }

    private void writeSafely(List<Waiting> batch, boolean last) {
        try {
            write(records(batch, last));
            // An error of one record must not end the thread that writes all others.
        } catch (Throwable fault) {
            faults.report(fault);
        } finally {
            batch.forEach(AuditWriter::release);
        }
    }

    private static void release(Waiting waiting) {
        if (waiting.written() != null) {
            waiting.written().countDown();
        }
    }

    private List<AuditRecord> records(List<Waiting> batch, boolean last) {
        List<AuditRecord> all = new ArrayList<>(batch.size() + 1);
        // What is lost while the log ends is only counted: nothing stands behind the record of an orderly end.
        long lostNow = last ? lostSaid : lost.sum();
        if (lostNow > lostSaid) {
            all.add(lost(lostNow - lostSaid));
            lostSaid = lostNow;
        }
        for (Waiting waiting : batch) {
            if (waiting.record() != null) {
                all.add(waiting.record());
            }
        }
        if (!closing) {
            folding.sweep(false);
            addSummaries(all);
        }
        return all;
    }

    private void addSummaries(List<AuditRecord> all) {
        for (Folding.Summary due = folding.next(); due != null; due = folding.next()) {
            all.add(encoder.folded(due.event(), due.client(), due.count()));
        }
    }

    private AuditRecord lost(long count) {
        return new AuditRecord(
                Importance.CRITICAL.level(),
                encoder.own("audit_events_lost").fix("audit.lost", count).toJson());
    }

    private void write(List<AuditRecord> all) {
        if (all.isEmpty()) {
            return;
        }
        List<String> lines = chained(all);
        for (int i = 0; i < all.size(); i++) {
            log(all.get(i).level(), lines == null ? all.get(i).json() : lines.get(i));
        }
        records.add(all.size());
    }

    private @Nullable List<String> chained(List<AuditRecord> all) {
        if (file == null) {
            return null;
        }
        try {
            List<String> lines = file.append(all);
            settle(file);
            return lines;
        } catch (Throwable fault) {
            failures.add(all.size());
            faults.report(fault);
            return null;
        }
    }

    // The records are in the file by now, whatever becomes of this.
    private void settle(ChainFile chain) {
        try {
            sayFailures(chain);
            chain.force();
        } catch (IOException | RuntimeException fault) {
            faults.report(fault);
        }
    }

    // Once it can be written to again, the file itself says what it lacks.
    private void sayFailures(ChainFile chain) throws IOException {
        long now = failures.sum();
        if (now > failuresSaid) {
            chain.append(List.of(lost(now - failuresSaid)));
            failuresSaid = now;
        }
    }

    private void log(Level level, String line) {
        try {
            if (level == Level.ERROR) {
                logger.error(line);
            } else {
                logger.warn(line);
            }
        } catch (Throwable fault) {
            faults.report(fault);
        }
    }

    private void end() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException | RuntimeException fault) {
            faults.report(fault);
        } finally {
            ended = true;
            abandon();
        }
    }

    // Whoever puts something into the queue looks at the end afterwards, so nothing stays in it.
    private void abandon() {
        for (Waiting left = queue.poll(); left != null; left = queue.poll()) {
            if (left.record() != null) {
                lost.increment();
            }
            release(left);
        }
    }

    /** Writes what waits, waits for that as long as it is worth, and ends the thread. */
    @Override
    public void close() {
        closing = true;
        queue.offer(new Waiting(null, null));
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
