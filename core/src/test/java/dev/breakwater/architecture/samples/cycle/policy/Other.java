/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.cycle.policy;

import dev.breakwater.architecture.samples.cycle.exchange.One;

/** Wrong: round in a circle. */
public final class Other {
    public One one() {
        return new One();
    }
}
