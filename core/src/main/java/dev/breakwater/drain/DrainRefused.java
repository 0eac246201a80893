/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import dev.breakwater.Decision;

/** A request came too late: this instance takes no more. */
public record DrainRefused() implements Decision {
    /** Writes {@code breakwater.decision}: {@code drain}. */
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "drain");
    }
}
