/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What lies beside the code of this service: documents, manifests, rules. */
final class DeployFiles {
    static final Path KUBERNETES = Path.of("deploy/kubernetes");
    static final Path RULES = Path.of("deploy/prometheus/rules");
    static final Path TESTS = Path.of("deploy/prometheus/tests");
    static final Path DASHBOARD = Path.of("deploy/grafana/slo.json");
    static final Path OPS = Path.of("../../ops");
    static final Path OPS_RULES = OPS.resolve("prometheus/rules");

    private static final JsonMapper JSON = new JsonMapper();

    private DeployFiles() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Path> files(Path directory, String end) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Each document of a YAML file. */
    static List<JsonNode> yaml(Path file) {
        List<JsonNode> documents = new ArrayList<>();
        new Yaml().loadAll(text(file)).forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static JsonNode application() {
        return yaml(Path.of("src/main/resources/application.yaml")).get(0);
    }

    /** What an object says, each value as a text. */
    static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.fieldNames()
                .forEachRemaining(name -> texts.put(name, object.path(name).asText()));
        return texts;
    }

    /** All alerting and recording rules of a directory. */
    static List<JsonNode> rules(Path directory) {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : files(directory, ".yml")) {
            yaml(file)
                    .get(0)
                    .path("groups")
                    .forEach(group -> group.path("rules").forEach(rules::add));
        }
        return rules;
    }

    /** A duration as settings write it, such as {@code 15s}. */
    static Duration duration(String text) {
        return Duration.parse("PT" + text);
    }
}
