/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.Properties;
import java.util.TreeSet;

/** Layers from sources that share their names with others: there, only what begins with {@code breakwater.} is ours. */
final class PrefixedValues {
    static final String PREFIX = "breakwater.";

    private PrefixedValues() {}

    static Layer systemProperties(Properties properties) {
        Layer.Builder layer = Layer.builder("system properties");
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (name.startsWith(PREFIX) && !name.equals(StandardLayers.FILE_PROPERTY)) {
                layer.put(name.substring(PREFIX.length()), properties.getProperty(name), "system property " + name);
            }
        }
        return layer.build();
    }

    static Layer commandLine(String... arguments) {
        Layer.Builder layer = Layer.builder("command line");
        for (String argument : arguments) {
            if (argument.startsWith("--" + PREFIX)) {
                int equals = argument.indexOf('=');
                String name = argument.substring(2, equals < 0 ? argument.length() : equals);
                String value = equals < 0 ? "" : argument.substring(equals + 1);
                layer.put(name.substring(PREFIX.length()), value, "command line argument --" + name);
            }
        }
        return layer.build();
    }
}
