/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is in the directory {@code ops}. */
final class Operations {
    static final Path DIRECTORY = Path.of("..", "..", "ops").toAbsolutePath().normalize();
    static final Path RULES = DIRECTORY.resolve("prometheus/rules");
    static final Path TESTS = DIRECTORY.resolve("prometheus/tests");
    static final Path DASHBOARDS = DIRECTORY.resolve("grafana/dashboards");

    private static final JsonMapper JSON = new JsonMapper();

    private Operations() {}

    /** Files of a directory whose names end so, in order. */
    static List<Path> files(Path directory, String end) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A YAML file as JSON. */
    static JsonNode yaml(Path file) {
        return JSON.valueToTree(new Yaml().<Object>load(text(file)));
    }

    static JsonNode json(Path file) {
        return JSON.readTree(text(file));
    }

    /** All alerting and recording rules. */
    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : files(RULES, ".yml")) {
            yaml(file).at("/groups").forEach(group -> group.path("rules").forEach(rules::add));
        }
        return rules;
    }

    static List<JsonNode> alerts() {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    /** The names of the series that recording rules make. */
    static Set<String> recorded() {
        Set<String> names = new TreeSet<>();
        rules().stream()
                .filter(rule -> rule.has("record"))
                .forEach(rule -> names.add(rule.path("record").asString()));
        return names;
    }

    /** Each query of a dashboard, as it stands there. */
    static List<Query> queries(Path dashboard) {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : json(dashboard).path("panels")) {
            panel.path("targets")
                    .forEach(target -> queries.add(new Query(
                            dashboard.getFileName().toString(),
                            panel.path("title").asString(),
                            target.path("expr").asString())));
        }
        return queries;
    }

    static List<Query> queries() {
        return files(DASHBOARDS, ".json").stream()
                .flatMap(file -> queries(file).stream())
                .toList();
    }

    /**
     * A query of a dashboard.
     *
     * @param dashboard its file
     * @param panel its title
     * @param expression the query, with Grafana's variables
     */
    record Query(String dashboard, String panel, String expression) {
        /** As Grafana would send it. */
        String with(Map<String, String> variables) {
            String sent = expression;
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                sent = sent.replace("$" + variable.getKey(), variable.getValue());
            }
            return sent;
        }
    }
}
