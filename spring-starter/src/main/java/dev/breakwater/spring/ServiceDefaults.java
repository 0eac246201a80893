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
        put(layer, "service.name", environment, "spring.application.name", build == null ? null : build.getArtifact());
        put(
                layer,
                "service.version",
                environment,
                "spring.application.version",
                build == null ? null : build.getVersion());
        return layer.build();
    }

    private static void put(
            Layer.Builder layer, String key, Environment environment, String property, @Nullable String built) {
        String stated = environment.getProperty(property, "");
        if (!stated.isBlank()) {
            layer.put(key, stated, property);
        } else if (built != null && !built.isBlank()) {
            layer.put(key, built, "build information");
        }
    }
}
