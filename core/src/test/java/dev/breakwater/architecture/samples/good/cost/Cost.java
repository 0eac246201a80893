/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.cost;

import dev.breakwater.architecture.samples.good.upstream.Upstream;

/** Cost may use upstream. */
public final class Cost {
    public Upstream upstream() {
        return new Upstream();
    }
}
