/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes along a chain, record by record, until it ends or breaks. For one thread. */
final class ChainCheck {
    private static final int MOST_REMARKS = 100;
    private static final String STARTUP = "sys_startup";
    private static final String SHUTDOWN = "sys_shutdown";

    private final Map<String, Seal> seals = new HashMap<>();
    private final @Nullable String expected;
    private final List<String> remarks = new ArrayList<>();
    private final ByteArrayOutputStream half = new ByteArrayOutputStream();
    private @Nullable Head head;
    private AuditVerification.@Nullable Break broken;
    private boolean expectedSeen;
    private boolean orderly = true;
    private boolean halfOpen;
    private String file = "";
    private long line;
    private long records;

    ChainCheck(Collection<AuditKey> keys, @Nullable String expected) {
        for (AuditKey key : keys) {
            seals.put(key.id(), new Seal(key));
        }
        // With keys at hand, a chain without one is what somebody who has none would write in its place.
        if (seals.isEmpty()) {
            seals.put(Seal.NO_KEY, new Seal(null));
        }
        this.expected = expected;
    }

    boolean isBroken() {
        return broken != null;
    }

    void read(Path path) throws IOException {
        betweenFiles();
        file = path.toString();
        line = 0;
        try (InputStream in = Files.newInputStream(path)) {
            byte[] buffer = new byte[4 * ChainedLine.LONGEST];
            int kept = 0;
            for (int read = in.read(buffer);
                    read >= 0 && !isBroken();
                    read = in.read(buffer, kept, buffer.length - kept)) {
                kept = lines(buffer, kept + read);
                if (kept > ChainedLine.LONGEST) {
                    fail("a line longer than any record");
                    return;
                }
            }
            if (kept > 0 && !isBroken()) {
                line++;
                lastLine(buffer, kept);
            }
            if (half.size() > 0 && !halfOpen && !isBroken()) {
                fail("no record, and no next one says that it was half-written");
            }
        }
    }

    // Moved away before the next start: the next file goes on behind the last whole record.
    private void betweenFiles() {
        if (halfOpen) {
            remark(file + " ends with a half-written line");
        }
        halfOpen = false;
        half.reset();
    }

    /** How many bytes of a line that has not ended are left, at the buffer's beginning. */
    private int lines(byte[] buffer, int end) {
        int start = 0;
        for (int i = 0; i < end && !isBroken(); i++) {
            if (buffer[i] == '\n') {
                line++;
                line(buffer, start, i);
                start = i + 1;
            }
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        return end - start;
    }

    private void lastLine(byte[] buffer, int end) {
        if (ChainedLine.read(buffer, 0, end) != null) {
            line(buffer, 0, end);
        } else if (!ChainedLine.mayBeHalf(buffer, 0, end)) {
            fail("no record");
        } else {
            halfOpen = true;
        }
    }

    private void line(byte[] buffer, int from, int to) {
        ChainedLine read = ChainedLine.read(buffer, from, to);
        if (read == null) {
            noRecord(buffer, from, to);
        } else if (half.size() > 0) {
            recovered(read);
        } else {
            record(read);
        }
    }

    // It may have been half-written when the process died; then the next record vouches for it.
    private void noRecord(byte[] buffer, int from, int to) {
        if (from < to && !ChainedLine.mayBeHalf(buffer, from, to)) {
            fail("no record");
            return;
        }
        if (half.size() > 0) {
            half.write('\n');
        }
        half.write(buffer, from, to - from);
        if (half.size() == 0 || half.size() > 2 * ChainedLine.LONGEST) {
            fail("no record");
        }
    }

    private void recovered(ChainedLine next) {
        boolean vouched = next.eventName().equals("audit_log_recovered")
                && next.member("audit.recovered.sha256").equals(Seal.plain(half.toByteArray()));
        if (!vouched) {
            line--;
            fail("no record, and the next one does not say that it was half-written");
            return;
        }
        remark("record " + next.head().seq() + " follows a half-written one of " + half.size() + " bytes");
        half.reset();
        record(next);
    }

    private void record(ChainedLine next) {
        Head before = head;
        Head now = next.head();
        if (before == null) {
            if (now.seq() == 1 && !next.follows(Head.GENESIS)) {
                fail("record 1 does not begin the chain");
                return;
            }
            if (now.seq() != 1) {
                remark("begins with record " + now.seq() + "; the files before were not given");
            }
        } else if (!next.follows(before)) {
            fail("record " + now.seq() + " does not follow record " + before.seq());
            return;
        }
        sealed(next, before);
    }

    private void sealed(ChainedLine next, @Nullable Head before) {
        Head now = next.head();
        Seal seal = seals.get(now.key());
        if (seal == null) {
            fail("record " + now.seq() + " is sealed with key " + now.key() + ", which was not given");
        } else if (!next.isSealedBy(seal)) {
            fail("record " + now.seq() + " was changed: its hash is another");
        } else if (expected != null && isOther(now, expected)) {
            fail("record " + now.seq() + " is another one than expected");
        } else {
            accept(next, before);
        }
    }

    private static boolean isOther(Head now, String expected) {
        String seq = now.seq() + ":";
        return expected.startsWith(seq) && !expected.equals(now.toString());
    }

    private void accept(ChainedLine next, @Nullable Head before) {
        Head now = next.head();
        records++;
        head = now;
        expectedSeen |= expected != null && expected.equals(now.toString());
        String event = next.eventName();
        if (before != null && !before.key().equals(now.key())) {
            if (!event.equals("audit_key_changed")) {
                fail("record " + now.seq() + " is sealed with another key than the one before, and does not say so");
                return;
            }
            remark("from record " + now.seq() + " on, the key is " + now.key());
        }
        if (event.equals("audit_records_missing")) {
            remark("record " + now.seq() + " says that records are missing before it, up to "
                    + next.member("audit.missing.until"));
        }
        if (event.equals(STARTUP) && !orderly) {
            remark("record " + now.seq() + " is a start without an orderly end before it");
        }
        orderly = event.equals(SHUTDOWN) || (orderly && event.startsWith("audit_"));
    }

    private void remark(String remark) {
        if (remarks.size() < MOST_REMARKS) {
            remarks.add(remark);
        }
    }

    private void fail(String reason) {
        broken = new AuditVerification.Break(file, line, reason);
    }

    AuditVerification result() {
        if (!isBroken() && expected != null && !expectedSeen) {
            fail("the chain ends before record " + expected);
        }
        if (!isBroken() && halfOpen) {
            remark("open end: the last line is half-written");
        } else if (!isBroken() && !orderly) {
            remark("open end: no orderly end (sys_shutdown) is the last record");
        }
        return new AuditVerification(
                records, head == null ? Head.GENESIS.toString() : head.toString(), remarks, broken);
    }
}
