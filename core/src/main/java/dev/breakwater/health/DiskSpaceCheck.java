/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.io.File;
import java.nio.file.Path;

/**
 * Down when a file system has less room left than it should. The service is degraded by it, unless {@code
 * health.checks.disk-space.critical} says otherwise.
 */
public final class DiskSpaceCheck implements HealthCheck {
    /** Ten megabytes: enough to write the log that says what happened. */
    public static final long DEFAULT_MINIMUM = 10L << 20;

    private final Path path;
    private final long minimum;

    private DiskSpaceCheck(Path path, long minimum) {
        this.path = path;
        this.minimum = minimum;
    }

    /** A check of the file system that the working directory is on, for {@link #DEFAULT_MINIMUM}. */
    public static DiskSpaceCheck ofWorkingDirectory() {
        return new DiskSpaceCheck(Path.of("").toAbsolutePath(), DEFAULT_MINIMUM);
    }

    /**
     * A check of the file system that this path is on.
     *
     * @param minimum how many bytes must be free
     */
    public static DiskSpaceCheck of(Path path, long minimum) {
        if (minimum < 0) {
            throw new IllegalArgumentException("minimum: " + minimum + " (expected: 0 bytes or more)");
        }
        return new DiskSpaceCheck(path, minimum);
    }

    @Override
    public String name() {
        return "disk-space";
    }

    @Override
    public Kind kind() {
        return Kind.SYSTEM;
    }

    @Override
    public boolean critical() {
        return false;
    }

    // Not by FileStore, which some containers' mounts cannot be found by.
    @Override
    public HealthResult check() {
        File file = path.toFile();
        if (file.getTotalSpace() == 0) {
            return HealthResult.down(path + ": no file system can be seen there (expected: one with room)");
        }
        long free = file.getUsableSpace();
        return free >= minimum
                ? HealthResult.up()
                : HealthResult.down(free + " bytes free (expected: at least " + minimum + ")");
    }
}
