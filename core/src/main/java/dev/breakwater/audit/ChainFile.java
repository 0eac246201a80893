/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that records are chained in. What it finds there when it begins it never changes: the chain goes on behind it,
 * and a record of its own says what was found. A file that was moved away or emptied is followed by a new one, whose first
 * record names the last one's hash. For one thread; the head may be read by others.
 */
final class ChainFile implements AutoCloseable {
    private static final byte[] LINE_BREAK = {'\n'};
    private static final byte[] NOTHING = {};

    private final Path file;
    private final RecordEncoder encoder;
    private final Seal seal;
    private final SoleWriter right;
    private volatile Head head;
    private @Nullable FileChannel channel;
    private @Nullable Object identity;
    private long size;

    private ChainFile(Path file, @Nullable AuditKey key, RecordEncoder encoder, SoleWriter right) throws IOException {
        this.file = file;
        this.encoder = encoder;
        this.right = right;
        seal = new Seal(key);
        head = right.head();
    }

    /**
     * Opens it, and writes down what was found there. Null if another process writes it.
     *
     * @throws NotAChainException if the file holds something else
     */
    static @Nullable ChainFile open(Path file, @Nullable AuditKey key, RecordEncoder encoder) throws IOException {
        SoleWriter right = SoleWriter.of(file);
        if (right == null) {
            return null;
        }
        ChainFile chain = null;
        try {
            ChainFile opened = new ChainFile(file, key, encoder, right);
            opened.attach();
            chain = opened;
        } finally {
            if (chain == null) {
                right.close();
            }
        }
        return chain;
    }

    /** How far the chain goes. */
    Head head() {
        return head;
    }

    /**
     * Appends these records.
     *
     * @return their lines as they stand in the file, without line breaks
     * @throws IOException if not all of them are there; the next call finds out how far it came
     */
    List<String> append(List<AuditRecord> records) throws IOException {
        if (channel == null || !isStillThere()) {
            detach();
            attach();
        }
        return write(NOTHING, records);
    }

    // A rotation by renaming puts another file in this place, or none; one by copying empties it.
    private boolean isStillThere() throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return Objects.equals(identity, found.fileKey()) && found.size() >= size;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private void attach() throws IOException {
        channel = Files600.append(file);
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        identity = found.fileKey();
        size = found.isRegularFile() ? found.size() : 0;
        List<AuditRecord> remarks = new ArrayList<>();
        byte[] first = NOTHING;
        if (size == 0) {
            remarkContinued(remarks);
        } else {
            ChainTail tail = ChainTail.read(file);
            first = tail.isOpen() ? LINE_BREAK : NOTHING;
            takeUp(tail, remarks);
        }
        if (!head.isGenesis() && !head.key().equals(seal.key())) {
            remarks.add(remark("audit_key_changed", "audit.key.before", head.key()));
        }
        if (first.length > 0 || !remarks.isEmpty()) {
            write(first, remarks);
        }
    }

    private void remarkContinued(List<AuditRecord> remarks) {
        if (!head.isGenesis()) {
            remarks.add(remark("audit_log_continued", "audit.continues", head.toString()));
        }
    }

    private void takeUp(ChainTail tail, List<AuditRecord> remarks) {
        Head expected = head;
        Head found = tail.last();
        if (tail.halfBytes() > 0) {
            remarks.add(recovered(tail));
        }
        head = found == null ? expected : found;
        boolean isMissing = found != null
                && (found.seq() < expected.seq()
                        || (found.seq() == expected.seq() && !found.hash().equals(expected.hash())));
        if (isMissing) {
            remarks.add(remark("audit_records_missing", "audit.missing.until", expected.toString()));
        }
    }

    private AuditRecord recovered(ChainTail tail) {
        RecordFields fields = encoder.own("audit_log_recovered")
                .fix("audit.recovered.bytes", tail.halfBytes())
                .fix("audit.recovered.sha256", tail.halfHash());
        return new AuditRecord(Importance.WARN.level(), fields.toJson());
    }

    private AuditRecord remark(String name, String member, String value) {
        return new AuditRecord(
                Importance.WARN.level(), encoder.own(name).fix(member, value).toJson());
    }

    private List<String> write(byte[] first, List<AuditRecord> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 + 1024 * records.size());
        bytes.writeBytes(first);
        List<String> lines = new ArrayList<>(records.size());
        Head last = head;
        for (AuditRecord record : records) {
            byte[] line = ChainedLine.write(record.json(), last, seal);
            last = ChainedLine.headOf(line, last, seal);
            bytes.writeBytes(line);
            lines.add(new String(line, 0, line.length - 1, StandardCharsets.US_ASCII));
        }
        put(bytes.toByteArray());
        head = last;
        right.remember(last);
        return lines;
    }

    private void put(byte[] bytes) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException(file + " is not open");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        boolean whole = false;
        try {
            while (buffer.hasRemaining()) {
                open.write(buffer);
            }
            whole = true;
            size += bytes.length;
        } finally {
            if (!whole) {
                detach();
            }
        }
    }

    /** Hands what was written to the disk, so that it outlives the machine. */
    void force() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.force(false);
        }
    }

    private void detach() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (right) {
            force();
            detach();
        }
    }
}
