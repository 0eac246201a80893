/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the service calls itself. Immutable.
 *
 * @param name its name, if known
 * @param version its version, if known
 * @param environment where it runs, if known
 */
public record ServiceInfo(
        @Nullable String name,
        @Nullable String version,
        @Nullable String environment) {

    private static final Set<String> PRODUCTION = Set.of("production", "prod", "live");

    /** Whether real users are served here, as far as the environment's name tells. */
    public boolean isProduction() {
        return environment != null && isProduction(environment);
    }

    static boolean isProduction(String name) {
        return PRODUCTION.contains(name.strip().toLowerCase(Locale.ROOT));
    }

    static ServiceInfo read(Settings root) {
        Settings section = root.section(BaseKeys.SERVICE);
        return new ServiceInfo(
                section.find(BaseKeys.SERVICE_NAME),
                section.find(BaseKeys.SERVICE_VERSION),
                section.find(BaseKeys.SERVICE_ENVIRONMENT));
    }
}
