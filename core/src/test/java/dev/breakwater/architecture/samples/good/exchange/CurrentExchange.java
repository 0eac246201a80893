/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.exchange;

/** The one place for thread-bound state. */
public final class CurrentExchange {
    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    public String get() {
        return CURRENT.get();
    }
}
