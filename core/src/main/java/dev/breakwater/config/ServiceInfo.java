/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import org.jspecify.annotations.Nullable;

/**
 * What the service calls itself. Immutable.
 *
 * @param name its name, if known
 * @param version its version, if known
 * @param environment where it runs, if known
 */
public record ServiceInfo(
        @Nullable String name, @Nullable String version, @Nullable String environment) {

    static ServiceInfo read(Settings root) {
        Settings section = root.section(BaseKeys.SERVICE);
        return new ServiceInfo(
                section.find(BaseKeys.SERVICE_NAME),
                section.find(BaseKeys.SERVICE_VERSION),
                section.find(BaseKeys.SERVICE_ENVIRONMENT));
    }
}
