/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;

/** A request says it was sent by a tool whose only use is to find weaknesses. */
record AttackTool(String name) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.attack_tool", name);
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.MALICIOUS_ATTACK_TOOL;
    }
}
