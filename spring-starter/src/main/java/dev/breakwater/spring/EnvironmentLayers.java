/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Layer;
import dev.breakwater.config.LayerSource;
import dev.breakwater.config.Layers;
import dev.breakwater.policy.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The Environment's property sources as configuration layers, the lowest first, so that lists, unknown keys and error
 * messages work as they do everywhere else. Placeholders are resolved by the Environment.
 */
final class EnvironmentLayers {
    private static final String PREFIX = "breakwater.";

    private EnvironmentLayers() {}

    static Layers of(ConfigurableEnvironment environment) {
        List<LayerSource> lowestFirst = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof SystemEnvironmentPropertySource variables) {
                lowestFirst.add(0, Layers.environment(texts(variables)));
                lowestFirst.add(0, Layers.guideVariables(texts(variables)));
            } else if (source instanceof EnumerablePropertySource<?> enumerable) {
                lowestFirst.add(0, layer(enumerable, environment));
            }
        }
        lowestFirst.add(ForwardHeaders.check(environment));
        lowestFirst.add(ProductionDebug.check(environment));
        return Layers.of(lowestFirst.toArray(new LayerSource[0]));
    }

    private static Layer layer(EnumerablePropertySource<?> source, ConfigurableEnvironment environment) {
        Layer.Builder layer = Layer.builder(source.getName());
        for (String name : source.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                put(layer, source, name, environment);
            }
        }
        return layer.build();
    }

    private static void put(
            Layer.Builder layer, EnumerablePropertySource<?> source, String name, ConfigurableEnvironment environment) {
        Object value = source.getProperty(name);
        try {
            String text = environment.resolveRequiredPlaceholders(text(value));
            layer.put(name.substring(PREFIX.length()), text, source.getName());
        } catch (IllegalArgumentException unresolved) {
            layer.problem(Problem.error(
                    "BW-SPRING-003",
                    name.substring(PREFIX.length()),
                    text(value),
                    "placeholders that the Environment knows",
                    "Define what is between ${ and }, or give it a default: ${NAME:default}."));
        }
    }

    private static Map<String, String> texts(SystemEnvironmentPropertySource variables) {
        Map<String, String> texts = new LinkedHashMap<>();
        variables.getSource().forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
