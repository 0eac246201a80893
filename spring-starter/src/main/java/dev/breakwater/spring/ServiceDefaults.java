/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Layer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;

/** What Boot already knows of the service's name and version: the lowest layer, so that any other source wins. */
final class ServiceDefaults {

    private ServiceDefaults() {}

    static Layer of(Environment environment, @Nullable BuildProperties build) {
        Layer.Builder layer = Layer.builder("Spring Boot's defaults");
        String name = build == null ? null : build.getArtifact();
        put(layer, "service.name", name, "build information");
        put(layer, "service.name", environment.getProperty("spring.application.name"), "spring.application.name");
        // Boot guesses this version from the jar of the main class; the build knows it.
        String version = environment.getProperty("spring.application.version");
        put(layer, "service.version", version, "spring.application.version");
        put(layer, "service.version", build == null ? null : build.getVersion(), "build information");
        return layer.build();
    }

    private static void put(Layer.Builder layer, String key, @Nullable String value, String origin) {
        if (value != null && !value.isBlank()) {
            layer.put(key, value, origin);
        }
    }
}
