/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

/** Something could not be written into the {@link Journal}, and so must not happen now. */
final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(Throwable cause) {
        super("the journal cannot be written", cause);
    }
}
