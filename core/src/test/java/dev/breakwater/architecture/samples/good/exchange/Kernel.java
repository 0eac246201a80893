/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.exchange;

import java.util.Locale;

/** Uses nothing above it. */
public final class Kernel {
    private static final String NAME = "kernel";

    public String name() {
        return NAME.toUpperCase(Locale.ROOT);
    }
}
