/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds and reads the files. They are UTF-8. */
final class ConfigFiles {
    /** Where there are several, a later one wins. */
    private static final List<String> NAMES = List.of("breakwater.yaml", "breakwater.properties");

    private ConfigFiles() {}

    /** The file that was asked for by name. */
    static Layer named(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return layer(name, Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            return unreadable(name, Shown.line(file.toString()) + " does not exist");
        } catch (IOException failure) {
            return unreadable(name, failure.getClass().getSimpleName());
        }
    }

    static List<Layer> in(Path directory) {
        List<Layer> found = new ArrayList<>();
        for (String name : NAMES) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                found.add(named(file));
            }
        }
        return found;
    }

    static List<Layer> on(ClassLoader classPath) {
        List<Layer> found = new ArrayList<>();
        for (String name : NAMES) {
            try (InputStream file = classPath.getResourceAsStream(name)) {
                if (file != null) {
                    found.add(layer(name, file.readAllBytes()));
                }
            } catch (IOException failure) {
                found.add(unreadable(name, failure.getClass().getSimpleName()));
            }
        }
        return found;
    }

    private static Layer layer(String name, byte[] bytes) {
        String text = decode(bytes);
        if (text == null) {
            return unreadable(name, "not UTF-8");
        }
        if (name.endsWith(".properties")) {
            return PropertiesFile.read(name, text);
        }
        return name.endsWith(".yaml") || name.endsWith(".yml")
                ? YamlFile.read(name, text)
                : unreadable(name, "neither .yaml nor .properties");
    }

    private static @Nullable String decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            return null;
        }
    }

    private static Layer unreadable(String name, String why) {
        return Layer.builder(name)
                .problem(Problem.error(
                        "BW-CONF-004",
                        Shown.line(name),
                        why,
                        "a readable .yaml or .properties file in UTF-8",
                        "Check the file and " + StandardLayers.FILE_VARIABLE + "."))
                .build();
    }
}
