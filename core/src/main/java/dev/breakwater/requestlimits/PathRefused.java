/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;

/** The path of a request can be read in two ways, so it was refused. */
public record PathRefused() implements Decision {
    /** Writes {@code breakwater.decision}: {@code path_refused}. */
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "path_refused");
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.INPUT_VALIDATION_FAIL;
    }
}
