/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants otherwise than a check says of itself; null leaves it to the check. Immutable.
 *
 * @param enabled false keeps the check from being run and shown at all
 * @param critical whether the service cannot do without the component
 * @param scope whose failure it is
 * @param interval how long from the end of one run to the next
 * @param timeout how long one run may take
 */
public record CheckOverride(
        @Nullable Boolean enabled,
        @Nullable Boolean critical,
        HealthCheck.@Nullable Scope scope,
        @Nullable Duration interval,
        @Nullable Duration timeout) {
    private static final CheckOverride NONE = new CheckOverride(null, null, null, null, null);

    /** Leaves everything as it is. */
    public static CheckOverride none() {
        return NONE;
    }

    /** Switches a check off. */
    public static CheckOverride disabled() {
        return new CheckOverride(false, null, null, null, null);
    }

    boolean isOff() {
        return enabled != null && !enabled;
    }
}
