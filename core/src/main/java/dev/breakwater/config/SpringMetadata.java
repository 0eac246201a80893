/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Spring's {@code META-INF/spring-configuration-metadata.json}, from the schema. Spring has no words for what is inside a
 * list or map of sections; such a list is a property, and so is each key inside, under its documented path.
 */
public final class SpringMetadata {

    private SpringMetadata() {}

    /** The document, one line per element so that changes are easy to review. Ends with a line break. */
    public static String json(Schema schema) {
        List<String> groups = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        for (Schema.Documented documented : schema.documented()) {
            String name = PrefixedValues.PREFIX + documented.path();
            if (documented.definition() instanceof Key<?> key) {
                properties.add(property(name, key));
                if (!key.type().choices().isEmpty()) {
                    hints.add(hint(name, key));
                }
            } else {
                (documented.definition().shape() == Shape.ONE ? groups : properties)
                        .add(sections(name, documented.definition()));
            }
        }
        return "{" + array("groups", groups) + "," + array("properties", properties) + "," + array("hints", hints)
                + "}\n";
    }

    private static String array(String name, List<String> elements) {
        return "\"" + name + "\":[\n" + String.join(",\n", elements) + "\n]";
    }

    private static String sections(String name, Definition group) {
        JsonWriter json = JsonWriter.object().put("name", name);
        switch (group.shape()) {
            case ONE -> {}
            case LIST -> json.put("type", "java.util.List<java.util.Map<java.lang.String,java.lang.Object>>");
            case MAP -> json.put("type", "java.util.Map<java.lang.String,java.lang.Object>");
        }
        return json.put("description", group.description()).end();
    }

    private static String property(String name, Key<?> key) {
        JsonWriter json = JsonWriter.object()
                .put("name", name)
                .put("type", key.type().javaType())
                .put("description", key.description());
        if (key.defaultValue() != null) {
            standard(key, json);
        }
        return json.end();
    }

    private static void standard(Key<?> key, JsonWriter json) {
        String text = key.defaultText();
        switch (key.type().javaType()) {
            case "java.lang.Boolean" -> json.put("defaultValue", Boolean.parseBoolean(text));
            case "java.lang.Integer", "java.lang.Long" -> json.put("defaultValue", Long.parseLong(text));
            default -> {
                List<String> parts = key.shape() == Shape.ONE ? null : ListText.split(text);
                if (parts == null) {
                    json.put("defaultValue", text);
                } else {
                    json.put("defaultValue", parts);
                }
            }
        }
    }

    private static String hint(String name, Key<?> key) {
        JsonWriter json = JsonWriter.object().put("name", name).openArray("values");
        for (String choice : key.type().choices()) {
            json.openElement().put("value", choice).close();
        }
        return json.closeArray().end();
    }
}
