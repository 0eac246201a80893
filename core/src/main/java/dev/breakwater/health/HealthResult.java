/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import org.jspecify.annotations.Nullable;

/**
 * What a check found. Immutable.
 *
 * @param status how the component is
 * @param message why, for operators; absent if there is nothing to say. Credentials are taken out before it is shown
 */
public record HealthResult(HealthStatus status, @Nullable String message) {
    private static final HealthResult UP = new HealthResult(HealthStatus.UP, null);

    /** All is well. */
    public static HealthResult up() {
        return UP;
    }

    /** It works, but not as it should. */
    public static HealthResult degraded(String message) {
        return new HealthResult(HealthStatus.DEGRADED, message);
    }

    /** It does not work. */
    public static HealthResult down(String message) {
        return new HealthResult(HealthStatus.DOWN, message);
    }
}
