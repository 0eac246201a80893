/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Opens files that nobody but this process's user may read, where the file system knows of such things. */
final class Files600 {
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    private static final FileAttribute<?>[] NONE = {};

    private Files600() {}

    /** For reading and writing anywhere. */
    static FileChannel open(Path file) throws IOException {
        return open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
    }

    /** For appending. What another process puts there meanwhile is written behind, never over. */
    static FileChannel append(Path file) throws IOException {
        return open(file, Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE));
    }

    private static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        boolean posix = directory != null && Files.getFileStore(directory).supportsFileAttributeView("posix");
        return FileChannel.open(file, options, posix ? new FileAttribute<?>[] {OWNER_ONLY} : NONE);
    }
}
