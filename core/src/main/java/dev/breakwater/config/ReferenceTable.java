/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

/** The table of all keys for people, from the schema. */
public final class ReferenceTable {

    private ReferenceTable() {}

    /** A Markdown table of key, values, default and description. Ends with a line break. */
    public static String markdown(Schema schema) {
        StringBuilder table =
                new StringBuilder("| key (prefix `breakwater.`) | value | default | meaning |\n|---|---|---|---|\n");
        for (Schema.Documented documented : schema.documented()) {
            if (documented.definition() instanceof Key<?> key) {
                table.append("| `").append(documented.path()).append("` | ");
                table.append(cell(key.type().expected())).append(" | ");
                table.append(standard(key)).append(" | ");
                table.append(cell(key.description())).append(" |\n");
            }
        }
        return table.toString();
    }

    private static String standard(Key<?> key) {
        if (key.isRequired()) {
            return "required";
        }
        if (key.defaultText().isEmpty()) {
            return key.defaultValue() == null ? "none" : "empty";
        }
        return key.defaultValue() == null ? cell(key.defaultText()) : "`" + cell(key.defaultText()) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
