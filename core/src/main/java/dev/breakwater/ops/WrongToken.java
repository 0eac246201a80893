/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;

/** Somebody asked for what is the operators', with a token that is not theirs. */
record WrongToken() implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "operator_refused");
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.AUTHZ_FAIL;
    }
}
