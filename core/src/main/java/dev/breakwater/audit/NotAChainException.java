/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.io.IOException;
import java.nio.file.Path;

/** A file ends with something that no audit log wrote. */
final class NotAChainException extends IOException {
    private static final long serialVersionUID = 1L;

    NotAChainException(Path file) {
        super(file + " ends with a line that is no record");
    }
}
