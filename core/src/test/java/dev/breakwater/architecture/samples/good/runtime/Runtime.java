/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.runtime;

import dev.breakwater.architecture.samples.good.ratelimit.Limit;

/** Assembly may use everything below it. */
public final class Runtime {
    public Limit limit() {
        return new Limit();
    }
}
