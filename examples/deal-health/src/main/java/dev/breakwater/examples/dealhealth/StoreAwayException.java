/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

/** The store cannot be reached: nothing is wrong with what was asked of it, and the same may succeed later. */
final class StoreAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    StoreAwayException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
