/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * A file that throws the switch while it is there, unless it says no. Opened anew each time: links may be swapped, as
 * Kubernetes does with the files of a ConfigMap, and no system tells of that on every file system.
 */
record KillFile(String upstream, Path file) implements KillSource {
    private static final int LONGEST = 64;

    @Override
    public boolean isThrown() throws IOException {
        try {
            // Opening anything else, such as a pipe, may wait for ever.
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw new NoRegularFileException(file);
            }
            return read();
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    private boolean read() throws IOException {
        try (InputStream open = Files.newInputStream(file)) {
            return says(new String(open.readNBytes(LONGEST), StandardCharsets.UTF_8));
        }
    }

    private boolean says(String text) throws IOException {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "false", "0", "no", "off" -> false;
            case "", "true", "1", "yes", "on" -> true;
            // What it does say is not repeated: it may be the wrong file, with a secret in it.
            default -> throw new IOException(file + ": something else (expected: true, false, or an empty file)");
        };
    }

    @Override
    public String toString() {
        return "the file " + file + ", which disables upstream " + upstream;
    }
}
