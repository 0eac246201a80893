/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a committed file with what it is generated from, or rewrites it: {@code mvn test -Drewrite-generated=true}. For
 * tests of every module.
 */
public final class GeneratedFile {
    private static final String REWRITE = "rewrite-generated";

    private final Path file;
    private final boolean rewrite;

    GeneratedFile(Path file, boolean rewrite) {
        this.file = file;
        this.rewrite = rewrite;
    }

    /** The committed file, relative to the module. */
    public static GeneratedFile at(String path) {
        return new GeneratedFile(Path.of(path), Boolean.getBoolean(REWRITE));
    }

    /** Fails, saying how to rewrite it, if the whole file is not this text. */
    public void is(String generated) {
        agree(read(), generated);
    }

    /** The same for the part of the file between two markers, which stand on lines of their own. */
    public void hasBetween(String begin, String end, String generated) {
        String text = read();
        int start = text.indexOf(begin + "\n");
        int stop = text.indexOf(end);
        assertThat(start).as("%s in %s", begin, file).isNotNegative().isLessThan(stop);
        agree(text, text.substring(0, start) + begin + "\n" + generated + text.substring(stop));
    }

    private void agree(String committed, String generated) {
        if (rewrite) {
            write(generated);
            return;
        }
        assertThat(committed)
                .as("%s is generated; run the same test with -D%s=true to rewrite it", file, REWRITE)
                .isEqualTo(generated);
    }

    private String read() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
