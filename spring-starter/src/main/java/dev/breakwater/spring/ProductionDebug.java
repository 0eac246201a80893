/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Layer;
import dev.breakwater.policy.Problem;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Refuses to start in production with Boot's debug switched on, by property or {@code --debug}. */
final class ProductionDebug {
    private static final Set<String> OFF = Set.of("false", "0", "off");
    private static final Set<String> PRODUCTION = Set.of("production", "prod", "live");

    private ProductionDebug() {}

    static void check(ConfigurableEnvironment environment, Layer.Builder faults) {
        String debug = environment.getProperty("debug");
        String where =
                environment.getProperty("breakwater.service.environment", environment.getProperty("ENVIRONMENT", ""));
        if (debug == null || !PRODUCTION.contains(where.strip().toLowerCase(Locale.ROOT))) {
            return;
        }
        String value = debug.strip().toLowerCase(Locale.ROOT);
        if (value.isEmpty() ? isBareSwitch(environment) : !OFF.contains(value)) {
            faults.problem(Problem.error(
                    "BW-SPRING-002",
                    "debug",
                    value.isEmpty() ? "switched on" : value,
                    "false where the environment is " + where.strip(),
                    "Start without --debug, and without debug=true: what it prints is for developers."));
        }
    }

    // "--debug" and "-Ddebug" are on although they have no value; "DEBUG=" in the environment is off.
    private static boolean isBareSwitch(ConfigurableEnvironment environment) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource
                    && !(source instanceof SystemEnvironmentPropertySource)
                    && source.containsProperty("debug")) {
                return true;
            }
        }
        return false;
    }
}
