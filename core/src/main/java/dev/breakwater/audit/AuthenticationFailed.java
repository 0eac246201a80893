/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import org.jspecify.annotations.Nullable;

/**
 * Somebody could not prove who they are. Published by whoever authenticates; the starter does for Spring Security.
 * Immutable.
 *
 * @param user the name that was claimed, if any; records show a keyed hash of it, and the request's event nothing
 * @param reason why in a word of a bounded set, never what the client sent: {@code bad_credentials}
 */
public record AuthenticationFailed(@Nullable String user, String reason) implements Decision {
    /** Writes {@code breakwater.decision} and the reason. */
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "login_failed");
        fields.put("breakwater.login.failure", reason);
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.AUTHN_LOGIN_FAIL;
    }

    @Override
    public String toString() {
        return "AuthenticationFailed[reason=" + reason + "]";
    }
}
