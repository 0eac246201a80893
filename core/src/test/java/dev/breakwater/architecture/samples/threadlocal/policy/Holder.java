/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.threadlocal.policy;

/** Wrong: thread-bound state of its own. */
public final class Holder {
    private final ThreadLocal<String> held = new ThreadLocal<>();

    public String get() {
        return held.get();
    }
}
