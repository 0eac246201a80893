/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.Decision;

/**
 * A component changed: heard once for each change, by observers outside of any request.
 *
 * @param component whose status changed
 * @param from the status until now
 * @param to the status from now on
 */
public record HealthChanged(String component, HealthStatus from, HealthStatus to) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.health.component", component);
        fields.put("breakwater.health.from", from.name());
        fields.put("breakwater.health.to", to.name());
    }
}
