/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a file: a line of JSON for everything that happens, appended before it does. A process that is killed
 * leaves at most a line that is broken off, which never counted: nobody was told yet that its event is accepted. Written
 * anew without what is over at each start, and whenever that has become most of it. While the disk is full it goes on as
 * it is, and is tried again with each line. A file belongs to one process at a time. What the machine itself loses when it
 * fails is lost.
 */
final class FileJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
    private static final int SPARED_LINES = 10_000;
    // Of any line. A disk that was full is full until it has so much: what fits by chance says nothing about the next.
    private static final int ROOM = 32 * 1024;
    private static final Line NOTHING = new Line(null, null, null);

    private final ObjectMapper json;
    private final Path path;
    private final FileChannel locked;
    private final Disk disk;
    private final Replayed left = Replayed.nothing();
    private LineFile file;
    private int lines;
    private @Nullable String fault;

    private record Line(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Event accepted,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String done,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            DeadLetter dead) {}

    /** Where files are; a full one in tests. */
    interface Disk {
        /** Opens a file to be written, and begins it if there is none. */
        default RandomAccessFile open(File file) throws IOException {
            return new RandomAccessFile(file, "rw");
        }

        /** Waits for the disk, or the machine's failure could leave a new name with nothing in it. */
        default void sync(LineFile file) throws IOException {
            file.sync();
        }
    }

    /**
     * Opens a journal, or begins one.
     *
     * @throws IllegalStateException if there is none and it cannot be written, or another process has it
     */
    FileJournal(Path path, ObjectMapper json) {
        this(path, json, new Disk() {});
    }

    FileJournal(Path path, ObjectMapper json, Disk disk) {
        this.disk = disk;
        // During a rolling update the next version may have written more than this one knows.
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.path = path.toAbsolutePath();
        try {
            Files.createDirectories(this.path.getParent());
            locked = lock(besides(".lock"));
            file = opened();
        } catch (IOException unusable) {
            throw new IllegalStateException(
                    "EVENT_JOURNAL " + path + ": " + unusable + " (expected: a file that can be read and written)",
                    unusable);
        }
    }

    private Path besides(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
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

    private LineFile opened() throws IOException {
        byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        // What follows the last line break was broken off.
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        List<String> unreadable = read(new String(bytes, 0, whole, StandardCharsets.UTF_8));
        try {
            return rewritten(unreadable);
        } catch (IOException full) {
            if (!Files.exists(path)) {
                throw full;
            }
            LOG.warn("event journal {} cannot be written anew, and goes on as it is: {}", path, full.toString());
            return new LineFile(disk.open(path.toFile()), whole);
        }
    }

    /** Takes in these lines; those that are none. */
    private List<String> read(String texts) {
        List<String> unreadable = new ArrayList<>();
        for (String text : texts.lines().toList()) {
            Line line = text.isEmpty() ? NOTHING : line(text);
            if (line == null) {
                unreadable.add(text);
            } else {
                apply(line, left);
            }
        }
        return unreadable;
    }

    private @Nullable Line line(String text) {
        try {
            return json.readValue(text, Line.class);
        } catch (JsonProcessingException none) {
            return null;
        }
    }

    private void putAside(List<String> unreadable) throws IOException {
        if (!unreadable.isEmpty()) {
            Path aside = besides(".unreadable");
            RandomAccessFile before = disk.open(aside.toFile());
            try (LineFile kept = new LineFile(before, before.length())) {
                kept.append(String.join("\n", unreadable) + "\n");
                disk.sync(kept);
            }
            LOG.error(
                    "{} lines of event journal {} cannot be read; they are left out, and kept in {}",
                    unreadable.size(),
                    path,
                    aside);
        }
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

    private LineFile rewritten(List<String> unreadable) throws IOException {
        Path fresh = besides(".new");
        StringBuilder text = new StringBuilder();
        left.dead().values().forEach(letter -> text.append(text(new Line(null, null, letter))));
        left.waiting().values().forEach(event -> text.append(text(new Line(event, null, null))));
        LineFile writing = new LineFile(disk.open(fresh.toFile()), 0);
        try {
            writing.append(text.toString());
            disk.sync(writing);
            // Not before, or while there is no room for the rest, each start would put the same ones aside.
            putAside(unreadable);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            writing.close();
            throw failure;
        }
        lines = left.dead().size() + left.waiting().size();
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

    @Override
    public @Nullable String fault() {
        if (fault != null) {
            try {
                file.requireRoom(ROOM);
                succeeded();
            } catch (IOException still) {
                failed(still);
            }
        }
        return fault;
    }

    private void append(Line line) {
        try {
            if (fault != null) {
                file.requireRoom(ROOM);
            }
            file.append(text(line));
        } catch (IOException failure) {
            failed(failure);
            throw new JournalException(failure);
        }
        succeeded();
        lines++;
        apply(line, left);
        if (lines > SPARED_LINES + 2 * (left.waiting().size() + left.dead().size())) {
            shorten();
        }
    }

    private void failed(IOException failure) {
        if (fault == null) {
            LOG.error("event journal {} cannot be written, so no events are taken: {}", path, failure.toString());
        }
        fault = failure.toString();
    }

    private void succeeded() {
        if (fault != null) {
            LOG.info("event journal {} can be written again", path);
        }
        fault = null;
    }

    private void shorten() {
        LineFile before = file;
        try {
            file = rewritten(List.of());
            before.close();
        } catch (IOException failure) {
            // The line itself is written. Not tried with each further one, but after as many.
            lines = 0;
            LOG.warn("event journal {} cannot be written anew, and grows: {}", path, failure.toString());
        }
    }

    private String text(Line line) {
        try {
            return json.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        try (locked) {
            file.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
