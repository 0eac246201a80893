/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.io.IOException;
import java.nio.file.Path;

/** Something is there, but nothing that can be read without waiting, as a pipe is: a directory, a device, a pipe. */
final class NoRegularFileException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRegularFileException(Path file) {
        super(file + ": no regular file (expected: one that says true or false, or an empty one)");
    }
}
