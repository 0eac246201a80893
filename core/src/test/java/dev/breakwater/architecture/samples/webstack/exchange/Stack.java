/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.webstack.exchange;

import org.apache.Anything;

/** Wrong: core uses a server's class. */
public final class Stack {
    public Anything anything() {
        return new Anything();
    }
}
