/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.policy.Problems;

/**
 * One configured text under inspection: where it stands, and where its faults go.
 *
 * @param path such as {@code allowed-origins[0]}
 * @param text as configured
 * @param problems receives the faults
 */
record Entry(String path, String text, Problems problems) {
    /** Notes a fault; always false, so that checks can end with it. */
    boolean fault(String code, String expected, String fix) {
        problems.error(code, path, text, expected, fix);
        return false;
    }

    /** Notes a doubt. */
    void doubt(String code, String expected, String fix) {
        problems.warning(code, path, text, expected, fix);
    }
}
