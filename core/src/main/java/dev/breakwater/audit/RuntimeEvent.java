/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Something happened to the protections as a whole, outside any request. Immutable.
 *
 * @param securityEvent what
 * @param detail more about it, in our own words; may be empty
 */
public record RuntimeEvent(SecurityEvent securityEvent, String detail) implements Decision {
    /** The runtime began to serve. */
    public static RuntimeEvent started() {
        return new RuntimeEvent(SecurityEvent.SYS_STARTUP, "");
    }

    /** The runtime ended in an orderly way. */
    public static RuntimeEvent stopped() {
        return new RuntimeEvent(SecurityEvent.SYS_SHUTDOWN, "");
    }

    /** These guards stood before the settings were replaced and do not stand now. */
    public static RuntimeEvent disabled(Collection<String> guards) {
        return new RuntimeEvent(SecurityEvent.SYS_MONITOR_DISABLED, String.join(", ", new TreeSet<>(guards)));
    }

    /** Writes {@code breakwater.guards.disabled}, if that is what happened. */
    @Override
    public void describe(Fields fields) {
        if (!detail.isEmpty()) {
            fields.put("breakwater.guards.disabled", detail);
        }
    }
}
