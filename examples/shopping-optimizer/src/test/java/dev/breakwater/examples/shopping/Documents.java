/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

/** The files of this module that are not code. */
final class Documents {
    private Documents() {}

    static String text(String file) throws IOException {
        return Files.readString(Path.of(file));
    }

    static JsonNode json(String file) throws IOException {
        return Json.read(Files.readAllBytes(Path.of(file)));
    }

    /** Each document of a YAML file. */
    static List<JsonNode> yaml(String file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text(file))) {
            documents.add(Json.read(Json.write(document)));
        }
        return documents;
    }

    /** What a list of objects with name and value says; what has its value from elsewhere is "(elsewhere)". */
    static Map<String, String> variables(JsonNode list) {
        Map<String, String> variables = new TreeMap<>();
        for (JsonNode variable : list) {
            variables.put(
                    variable.path("name").asString(), variable.path("value").asString("(elsewhere)"));
        }
        return variables;
    }
}
