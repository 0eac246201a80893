/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;

/** A caller asked for this many things within a minute that are not there, and goes on. */
record ManyNotFound(int count) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.not_found.count", count);
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.MALICIOUS_EXCESS_404;
    }
}
