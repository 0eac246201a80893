/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

/**
 * A guard failed, and its failure mode was followed. The application never sees the failure.
 *
 * @param guard the guard's name
 * @param mode what was done with the request
 * @param cause what the guard threw
 */
public record GuardFailed(String guard, FailureMode mode, Throwable cause) implements Decision {
    @Override
    public void describe(Fields fields) {
        if (mode == FailureMode.CLOSED) {
            fields.put("breakwater.decision", "guard_failed");
        }
        fields.put("breakwater.guard.failed", guard);
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.SYS_CRASH;
    }
}
