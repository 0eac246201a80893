/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.kernelup.exchange;

import dev.breakwater.architecture.samples.kernelup.ratelimit.Limit;

/** Wrong: the kernel reaches up. */
public final class Kernel {
    public Limit limit() {
        return new Limit();
    }
}
