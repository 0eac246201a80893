/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;

/** An operator asked for a change, and this is what became of it. */
record OperatorCalled(String path, int status) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "operator_called");
        fields.put("breakwater.operator.call", path);
        fields.put("breakwater.operator.status", status);
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.AUTHZ_ADMIN;
    }
}
