/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tests of a module by their source: {@code Class}, {@code Class.Nested}, {@code Class.method} or
 * {@code Class.Nested.method}, of another module {@code core:Class}. The formatter sees to it that a declaration is a line
 * and that a class ends where a brace stands below its beginning.
 */
final class TestSources {
    private static final Pattern TEST =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|ArchTest)\\b.*");

    private final String module;

    /**
     * Tests of a module.
     *
     * @param module its directory, from the repository's root
     */
    TestSources(String module) {
        this.module = module;
    }

    /** Whether there is such a test, or a class with tests. */
    boolean has(String name) {
        int colon = name.indexOf(':');
        if (colon > 0) {
            return new TestSources(name.substring(0, colon)).has(name.substring(colon + 1));
        }
        String[] parts = name.split("\\.", -1);
        List<String> lines = source(parts[0]);
        for (int i = 0; i < parts.length; i++) {
            boolean isClass = Character.isUpperCase(parts[i].charAt(0));
            if (!isClass) {
                return i == parts.length - 1 && hasMethod(lines, parts[i]);
            }
            lines = body(lines, parts[i]);
        }
        return lines.stream().anyMatch(line -> TEST.matcher(line.strip()).matches());
    }

    private List<String> source(String type) {
        Path tests = Path.of("..", module, "src", "test", "java");
        if (!Files.isDirectory(tests)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(tests)) {
            List<Path> found =
                    files.filter(file -> file.endsWith(type + ".java")).toList();
            return found.size() == 1 ? Files.readAllLines(found.get(0)) : List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> body(List<String> lines, String type) {
        Pattern declaration = Pattern.compile(" *(?:[a-z]+ )*class " + type + "\\b.*");
        for (int i = 0; i < lines.size(); i++) {
            if (declaration.matcher(lines.get(i)).matches()) {
                int end = lines.subList(i, lines.size()).indexOf(indent(lines.get(i)) + "}");
                return lines.subList(i + 1, i + end);
            }
        }
        return List.of();
    }

    // Of the class itself, not of one in it: members stand one level below the brace that ends their class.
    private static boolean hasMethod(List<String> body, String method) {
        String level = body.stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(TestSources::indent)
                .orElse("");
        Pattern declaration = Pattern.compile(level + "[A-Za-z<].*\\b" + method + "\\(.*");
        boolean annotated = false;
        for (String line : body) {
            if (line.startsWith(level + "@")) {
                annotated |= TEST.matcher(line.strip()).matches();
            } else if (annotated && line.matches(level + "[A-Za-z<].*")) {
                if (declaration.matcher(line).matches()) {
                    return true;
                }
                annotated = false;
            }
        }
        return false;
    }

    private static String indent(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
