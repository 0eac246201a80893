/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

/** Arithmetic that stops at the largest number. */
final class Saturated {
    private Saturated() {}

    static long times(long count, int times) {
        return count > Long.MAX_VALUE / times ? Long.MAX_VALUE : count * times;
    }
}
