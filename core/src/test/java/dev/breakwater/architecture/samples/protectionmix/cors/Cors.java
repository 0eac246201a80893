/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.protectionmix.cors;

import dev.breakwater.architecture.samples.protectionmix.ratelimit.Limit;

/** Wrong: one protection uses another. */
public final class Cors {
    public Limit limit() {
        return new Limit();
    }
}
