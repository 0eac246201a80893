/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import java.util.TreeSet;

/** Reads {@code breakwater.properties}. */
final class PropertiesFile {

    private PropertiesFile() {}

    static Layer read(String file, String text) {
        FileLayer layer = new FileLayer(file);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException broken) {
            layer.broken(
                    "",
                    "a malformed \\u escape",
                    "Write \\\\ for a backslash; the file is UTF-8 and needs no escapes.");
        }
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            layer.put(name, properties.getProperty(name), file);
        }
        return layer.build();
    }
}
