/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Layer;
import dev.breakwater.policy.Problem;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses to start in production with Boot's debug switched on, by property or {@code --debug}. */
final class ProductionDebug {
    private static final Set<String> OFF = Set.of("false", "0", "off");
    private static final Set<String> PRODUCTION = Set.of("production", "prod", "live");

    private ProductionDebug() {}

    static Layer check(ConfigurableEnvironment environment) {
        Layer.Builder layer = Layer.builder("Spring Boot");
        String debug = environment.getProperty("debug");
        String where =
                environment.getProperty("breakwater.service.environment", environment.getProperty("ENVIRONMENT", ""));
        if (isOn(debug, environment) && PRODUCTION.contains(where.strip().toLowerCase(Locale.ROOT))) {
            layer.problem(Problem.error(
                    "BW-SPRING-002", "debug", String.valueOf(debug), "no debug in " + where, "Start without --debug."));
        }
        return layer.build();
    }

    // "--debug" without a value is an empty text; so is DEBUG= in the environment, which means off.
    private static boolean isOn(@Nullable String debug, ConfigurableEnvironment environment) {
        if (debug == null) {
            return false;
        }
        boolean switchOnly = debug.isBlank()
                && environment.containsProperty("debug")
                && environment.getPropertySources().contains("commandLineArgs");
        return switchOnly || (!debug.isBlank() && !OFF.contains(debug.strip().toLowerCase(Locale.ROOT)));
    }
}
