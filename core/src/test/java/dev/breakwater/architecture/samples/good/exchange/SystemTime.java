/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.exchange;

/** The one place that asks the machine for the time. */
public final class SystemTime {
    public long nanoTime() {
        return System.nanoTime();
    }
}
