/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

/** A line is not one of ours. The message says what is wrong with it, never what is in it. */
final class BrokenLineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BrokenLineException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
