/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.List;

/** The keys that belong to no protection. */
public final class BaseKeys {
    /** {@code enabled}: the master switch. */
    public static final Key<Boolean> ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-BASE-001", "Master switch of all protections.")
            .defaultsTo("true");

    /** {@code guide-variables}: whether the guides' environment names count. */
    public static final Key<Boolean> GUIDE_VARIABLES = Key.of(
                    "guide-variables",
                    ValueTypes.bool(),
                    "BW-BASE-002",
                    "Whether environment names that deployment guides use, such as RATE_LIMIT_PER_MINUTE, are read.")
            .defaultsTo("true");

    /** {@code service.name}. */
    public static final Key<String> SERVICE_NAME = Key.of(
                    "name", ValueTypes.text(), "BW-BASE-003", "Name of the service, shown in health and logs.")
            .defaultIs("from SERVICE_NAME");

    /** {@code service.version}. */
    public static final Key<String> SERVICE_VERSION = Key.of(
                    "version", ValueTypes.text(), "BW-BASE-004", "Version, shown in health and logs.")
            .defaultIs("from SERVICE_VERSION");

    /** {@code service.environment}. */
    public static final Key<String> SERVICE_ENVIRONMENT = Key.of(
                    "environment", ValueTypes.text(), "BW-BASE-005", "Where it runs, such as production or staging.")
            .defaultIs("from ENVIRONMENT");

    /** {@code service.*}: what the service calls itself. */
    public static final Group SERVICE = Group.section(
            "service", "What the service calls itself.", SERVICE_NAME, SERVICE_VERSION, SERVICE_ENVIRONMENT);

    private BaseKeys() {}

    /** All of them, with {@link CallerSettings#GROUP}: what a schema begins with. */
    public static List<Definition> all() {
        return List.of(ENABLED, GUIDE_VARIABLES, SERVICE, CallerSettings.GROUP);
    }
}
