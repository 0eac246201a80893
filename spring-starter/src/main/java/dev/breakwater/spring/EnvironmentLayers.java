/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Configured;
import dev.breakwater.config.Layer;
import dev.breakwater.config.LayerSource;
import dev.breakwater.config.Layers;
import dev.breakwater.policy.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.PlaceholderResolutionException;

/**
 * The Environment's property sources as configuration layers, the lowest first, so that lists, unknown keys and error
 * messages work as they do everywhere else. Placeholders are resolved by the Environment. A source that cannot list its
 * names, such as JNDI, is not read. For one thread.
 */
final class EnvironmentLayers {
    private static final String PREFIX = "breakwater.";
    private static final String VARIABLE_PREFIX = "BREAKWATER_";

    private final ConfigurableEnvironment environment;
    private final List<LayerSource> lowestFirst = new ArrayList<>();
    private final Layer.Builder faults = Layer.builder("Spring Boot");

    private EnvironmentLayers(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    static Layers of(ConfigurableEnvironment environment, Layer defaults) {
        return new EnvironmentLayers(environment).above(defaults);
    }

    private Layers above(Layer defaults) {
        environment.getPropertySources().forEach(this::addBelow);
        lowestFirst.add(0, defaults);
        // Whoever switches everything off must not be kept from starting by what we think of Boot's own settings.
        if (!"false"
                .equalsIgnoreCase(
                        environment.getProperty(PREFIX + "enabled", "").strip())) {
            ForwardHeaders.check(environment, faults);
            ProductionDebug.check(environment, faults);
            SecondPortClash.check(environment, faults);
        }
        lowestFirst.add(faults.build());
        return Layers.of(lowestFirst);
    }

    private void addBelow(PropertySource<?> source) {
        if (source instanceof EnumerablePropertySource<?> enumerable) {
            lowestFirst.add(0, layer(enumerable));
        }
        if (source instanceof SystemEnvironmentPropertySource variables) {
            Map<String, String> texts = texts(variables);
            lowestFirst.add(0, Layers.environment(texts));
            lowestFirst.add(0, Layers.guideVariables(texts));
        }
    }

    private Layer layer(EnumerablePropertySource<?> source) {
        Layer.Builder layer = Layer.builder(source.getName());
        for (String name : source.getPropertyNames()) {
            String text = name.startsWith(PREFIX) ? resolved(source, name) : null;
            if (text != null) {
                layer.put(name.substring(PREFIX.length()), text, origin(source, name));
            }
        }
        return layer.build();
    }

    private static String origin(EnumerablePropertySource<?> source, String name) {
        Origin origin = OriginLookup.getOrigin(source, name);
        String place = origin == null ? source.getName() : origin.toString();
        return raw(source, name).contains("${") ? place + Configured.PLACEHOLDER : place;
    }

    private Map<String, String> texts(SystemEnvironmentPropertySource variables) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : variables.getPropertyNames()) {
            String text = name.startsWith(VARIABLE_PREFIX) ? resolved(variables, name) : raw(variables, name);
            if (text != null) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    /** Null, and a fault, if it has a placeholder that nothing defines and no higher source has a say. */
    private @Nullable String resolved(EnumerablePropertySource<?> source, String name) {
        String text = raw(source, name);
        try {
            return environment.resolveRequiredPlaceholders(text);
        } catch (PlaceholderResolutionException unresolved) {
            if (!isReplaced(source, name)) {
                faults.problem(undefined(name, unresolved.getPlaceholder()));
            }
            return null;
        }
    }

    private boolean isReplaced(PropertySource<?> source, String name) {
        for (PropertySource<?> higher : environment.getPropertySources()) {
            if (higher.equals(source)) {
                return false;
            }
            if (higher instanceof EnumerablePropertySource && higher.containsProperty(name)) {
                return true;
            }
        }
        return false;
    }

    // The value around the placeholder is not shown: it may be part of a secret.
    private static Problem undefined(String name, String placeholder) {
        return Problem.error(
                "BW-SPRING-003",
                name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name,
                "${" + placeholder + "}",
                "placeholders that the Environment knows",
                "Define it, or give it a default: ${NAME:default}.");
    }

    private static String raw(EnumerablePropertySource<?> source, String name) {
        Object value = source.getProperty(name);
        return value == null ? "" : value.toString();
    }
}
