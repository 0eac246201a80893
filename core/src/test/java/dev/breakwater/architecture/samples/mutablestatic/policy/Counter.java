/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.mutablestatic.policy;

/** Wrong: state that everybody shares. */
public final class Counter {
    static int count;
}
