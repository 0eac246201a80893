/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.cycle.exchange;

import dev.breakwater.architecture.samples.cycle.policy.Other;

/** Wrong: round in a circle. */
public final class One {
    public Other other() {
        return new Other();
    }
}
