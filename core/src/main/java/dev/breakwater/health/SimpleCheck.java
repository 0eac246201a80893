/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.util.concurrent.Callable;

record SimpleCheck(String name, Scope scope, boolean critical, Callable<HealthResult> probe) implements HealthCheck {
    @Override
    public HealthResult check() throws Exception {
        return probe.call();
    }
}
