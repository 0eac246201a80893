/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A component changed: heard once for each change, by observers outside of any request.
 *
 * @param component whose status changed
 * @param from the status until now; null if there was none, because this was its first run
 * @param to the status from now on
 */
public record HealthChanged(String component, @Nullable HealthStatus from, HealthStatus to) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.health.component", component);
        if (from != null) {
            fields.put("breakwater.health.from", from.name());
        }
        fields.put("breakwater.health.to", to.name());
    }
}
