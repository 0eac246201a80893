/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import org.jspecify.annotations.Nullable;

/**
 * Somebody known was not allowed what they asked for. Published by whoever authorizes; the starter does for Spring
 * Security. Immutable.
 *
 * @param user who, if known; records show a keyed hash of it, and the request's event nothing
 */
public record AccessDenied(@Nullable String user) implements Decision {
    /** Writes {@code breakwater.decision}. */
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "access_denied");
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.AUTHZ_FAIL;
    }

    @Override
    public String toString() {
        return "AccessDenied[]";
    }
}
