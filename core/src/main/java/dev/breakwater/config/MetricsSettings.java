/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

/** The keys {@code metrics.*}. Who wires a meter registry asks for them: core never looks for one. */
final class MetricsSettings {
    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-METRICS-101", "Whether decisions are counted in Micrometer, if it is there.")
            .defaultsTo("true");

    static final Group GROUP = Group.section("metrics", "Meters.", ENABLED);

    private MetricsSettings() {}
}
