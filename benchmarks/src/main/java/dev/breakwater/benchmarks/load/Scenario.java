/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

/** A service under load, and what is asked of it. */
@FunctionalInterface
interface Scenario {
    /** Starts what is needed, loads it, reports, and ends what it has started. */
    void run(Stage stage) throws Exception;
}
