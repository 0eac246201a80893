/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.clock.policy;

import java.time.Instant;

/** Wrong: asks the machine for the time. */
public final class Watch {
    public Instant now() {
        return Instant.now();
    }
}
