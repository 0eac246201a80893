/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

/** A guard in a chain, with what it said about itself when the chain was built: asking again might fail. */
record ChainedGuard(Guard guard, String name, FailureMode failureMode) {

    static ChainedGuard of(Guard guard) {
        return new ChainedGuard(guard, guard.name(), guard.failureMode());
    }
}
