/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

/**
 * What is asked of a service, and what it did.
 *
 * @param what is asked
 * @param wanted what it should be
 * @param found what it was
 * @param isMet whether that will do
 */
record Objective(String what, String wanted, String found, boolean isMet) {
    String verdict() {
        return isMet ? "met" : "MISSED";
    }
}
