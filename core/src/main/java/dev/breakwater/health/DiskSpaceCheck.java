/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Down when a file system has less room left than it should. */
public final class DiskSpaceCheck implements HealthCheck {
    /** Ten megabytes: enough to write the log that says what happened. */
    public static final long DEFAULT_MINIMUM = 10L << 20;

    private final Path path;
    private final long minimum;

    private DiskSpaceCheck(Path path, long minimum) {
        this.path = path;
        this.minimum = minimum;
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
    public HealthResult check() throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        return free >= minimum
                ? HealthResult.up()
                : HealthResult.down(free + " bytes free (expected: at least " + minimum + ")");
    }
}
