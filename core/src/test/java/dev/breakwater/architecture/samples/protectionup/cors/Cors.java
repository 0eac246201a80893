/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.protectionup.cors;

import dev.breakwater.architecture.samples.protectionup.runtime.Runtime;

/** Wrong: a protection reaches up. */
public final class Cors {
    public Runtime runtime() {
        return new Runtime();
    }
}
