/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

/** How a component, or the service, is. */
public enum HealthStatus {
    /** All is well. */
    UP,
    /** It works, but not as it should; nobody needs to go elsewhere. */
    DEGRADED,
    /** It does not work. */
    DOWN;

    HealthStatus worse(HealthStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
