/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file: a line of JSON for everything that happens, appended before it does. A process that is killed
 * leaves at most a line that is broken off, which never counted: nobody was told yet that its event is accepted. Written
 * anew without what is over at each start, and whenever that has become most of it. A file belongs to one process at a
 * time. What the machine itself loses when it fails is lost.
 */
final class FileJournal implements Journal {
    private static final int SPARED_LINES = 10_000;

    private final ObjectMapper json;
    private final Path file;
    private final FileChannel locked;
    private final boolean synced;
    private final Replayed left;
    private FileChannel channel;
    private int lines;

    private record Line(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Event accepted,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String done,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            DeadLetter dead) {}

    /**
     * Opens a journal, or begins one.
     *
     * @throws IllegalStateException if it cannot be written, or another process has it
     */
    FileJournal(Path file, ObjectMapper json) {
        this(file, json, true);
    }

    /** For tests: {@code synced} says whether to wait for the disk when the file is written anew. */
    FileJournal(Path file, ObjectMapper json, boolean synced) {
        this.synced = synced;
        // During a rolling update the next version may have written more than this one knows.
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.file = file.toAbsolutePath();
        try {
            Files.createDirectories(this.file.getParent());
            locked = lock(besides(".lock"));
            left = read();
            channel = rewritten();
        } catch (IOException | UncheckedIOException unusable) {
            throw new IllegalStateException(
                    "EVENT_JOURNAL " + file + ": " + unusable + " (expected: a file that can be read and written)",
                    unusable);
        }
    }

    private Path besides(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static FileChannel lock(Path where) throws IOException {
        FileChannel held = FileChannel.open(where, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (held.tryLock() != null) {
                return held;
            }
        } catch (OverlappingFileLockException here) {
            // Another one of this process; said below.
        }
        held.close();
        throw new IllegalStateException(
                "EVENT_JOURNAL: another process has " + where + " (expected: a file for each instance)");
    }

    private Replayed read() throws IOException {
        Replayed read = Replayed.nothing();
        if (Files.exists(file)) {
            String[] texts = Files.readString(file).split("\n", -1);
            // What follows the last line break was broken off.
            for (int i = 0; i < texts.length - 1; i++) {
                apply(json.readValue(texts[i], Line.class), read);
            }
        }
        return read;
    }

    private static void apply(Line line, Replayed state) {
        if (line.accepted() != null) {
            state.dead().remove(line.accepted().id());
            state.waiting().put(line.accepted().id(), line.accepted());
        } else if (line.dead() != null) {
            state.waiting().remove(line.dead().event().id());
            state.dead().put(line.dead().event().id(), line.dead());
        } else if (line.done() != null) {
            state.waiting().remove(line.done());
            state.dead().remove(line.done());
        }
    }

    private FileChannel rewritten() throws IOException {
        Path fresh = besides(".new");
        FileChannel writing = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        StringBuilder text = new StringBuilder();
        left.dead().values().forEach(letter -> text.append(text(new Line(null, null, letter))));
        left.waiting().values().forEach(event -> text.append(text(new Line(event, null, null))));
        lines = left.dead().size() + left.waiting().size();
        write(writing, text.toString());
        if (synced) {
            // Or the machine's failure could leave the new name with nothing in it.
            writing.force(false);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return writing;
    }

    @Override
    public Replayed replayed() {
        return left;
    }

    @Override
    public void accepted(Event event) {
        append(new Line(event, null, null));
    }

    @Override
    public void done(String id) {
        append(new Line(null, id, null));
    }

    @Override
    public void dead(DeadLetter letter) {
        append(new Line(null, null, letter));
    }

    private void append(Line line) {
        try {
            write(channel, text(line));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        lines++;
        apply(line, left);
        if (lines > SPARED_LINES + 2 * (left.waiting().size() + left.dead().size())) {
            shorten();
        }
    }

    private void shorten() {
        FileChannel before = channel;
        try {
            channel = rewritten();
            before.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private String text(Line line) {
        try {
            return json.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(FileChannel where, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            int unused = where.write(bytes);
        }
    }

    @Override
    public void close() {
        try (locked) {
            channel.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
