/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** README, and the documents beside it that show code, as their test sees them. */
final class Readme {
    static final String PATH = "../README.md";
    static final String RECIPES = "../docs/recipes.md";

    private static final List<String> ALL = List.of(
            PATH,
            "../docs/cors.md",
            "../docs/extending.md",
            "../docs/headers.md",
            "../docs/limits.md",
            "../docs/llm-clients.md",
            RECIPES,
            "../docs/redis.md",
            "../docs/reports.md",
            "../docs/servers.md",
            "../docs/upstreams.md");

    private static final List<Path> COMPILED = List.of(
            Path.of("src/test/java/dev/breakwater/readme/Snippets.java"),
            Path.of("../examples/plain-servlet/src/main/java/dev/breakwater/examples/plain/PlainServlet.java"),
            Path.of("../examples/shopping-optimizer/src/main/java/dev/breakwater/examples/shopping/WebServer.java"));

    /** Shown whole, with its imports, under its own name. */
    private static final Path WHOLE = Path.of("src/test/java/dev/breakwater/readme/ApiKeys.java");

    private Readme() {}

    /**
     * A fenced block.
     *
     * @param file where it is
     * @param marker the line before it
     * @param language the word behind the opening fence, or nothing
     * @param text what is in it, each line with its break
     */
    record Fence(String file, String marker, String language, String text) {
        @Override
        public String toString() {
            return marker + " " + language;
        }
    }

    static List<String> lines() {
        return lines(Path.of(PATH));
    }

    static List<Fence> fences() {
        List<Fence> fences = new ArrayList<>();
        ALL.forEach(file -> addFences(file, lines(Path.of(file)), fences));
        return fences;
    }

    private static void addFences(String file, List<String> lines, List<Fence> fences) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                int end = i + 1;
                while (!lines.get(end).equals("```")) {
                    end++;
                }
                fences.add(
                        new Fence(file, lines.get(i - 1), lines.get(i).substring(3), text(lines.subList(i + 1, end))));
                i = end;
            }
        }
    }

    /** The first two cells of each row of the table of protections. */
    static List<String> protections() {
        return lines().stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> cells[1].strip().replace("`", "") + " " + cells[2].strip())
                .toList();
    }

    /** The regions of the compiled files by name, shifted to the left. */
    static Map<String, String> regions() {
        Map<String, String> regions = new LinkedHashMap<>();
        COMPILED.forEach(file -> addRegions(lines(file), regions));
        List<String> whole = lines(WHOLE);
        int begin = whole.indexOf("package dev.breakwater.readme;") + 2;
        regions.put("ApiKeys", text(whole.subList(begin, whole.size())));
        return regions;
    }

    private static void addRegions(List<String> lines, Map<String, String> regions) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("// region: ")) {
                int end = i + 1;
                while (!lines.get(end).strip().equals("// endregion")) {
                    end++;
                }
                String region = String.join("\n", lines.subList(i + 1, end)).stripIndent();
                regions.put(line.substring("// region: ".length()), region + "\n");
            }
        }
    }

    private static String text(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
