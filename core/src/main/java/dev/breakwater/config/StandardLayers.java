/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Makes the standard {@link Layers}. Everything they read from can be given instead; without that it is the process's own
 * environment, system properties, working directory and class path. For one thread.
 */
public final class StandardLayers {
    static final String FILE_PROPERTY = "breakwater.config";
    static final String FILE_VARIABLE = "BREAKWATER_CONFIG";

    private Map<String, String> environment = System.getenv();
    private Properties systemProperties = System.getProperties();
    private Path directory = Path.of("");
    private ClassLoader classPath = ownClassPath();
    private String[] arguments = {};

    /** Everything from the process. */
    public StandardLayers() {}

    /** Reads these environment variables. */
    public StandardLayers environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /** Reads these system properties. */
    public StandardLayers systemProperties(Properties properties) {
        systemProperties = properties;
        return this;
    }

    /** Looks for files in this directory. */
    public StandardLayers directory(Path path) {
        directory = path;
        return this;
    }

    /** Looks for files on this class path if the directory has none. */
    public StandardLayers classPath(ClassLoader loader) {
        classPath = loader;
        return this;
    }

    /** Reads this command line. */
    public StandardLayers arguments(String... args) {
        arguments = args.clone();
        return this;
    }

    /** Reads the files now, the rest when the layers are parsed. */
    public Layers build() {
        List<LayerSource> sources = new ArrayList<>(files());
        sources.add(Layers.guideVariables(environment));
        sources.add(Layers.environment(environment));
        sources.add(PrefixedValues.systemProperties(systemProperties));
        sources.add(PrefixedValues.commandLine(arguments));
        return Layers.of(sources);
    }

    private List<Layer> files() {
        String named = named();
        if (named != null) {
            return List.of(ConfigFiles.named(directory, named));
        }
        List<Layer> found = ConfigFiles.in(directory);
        return found.isEmpty() ? ConfigFiles.on(classPath) : found;
    }

    private @Nullable String named() {
        String property = systemProperties.getProperty(FILE_PROPERTY);
        String file = property == null ? environment.get(FILE_VARIABLE) : property;
        return file == null || file.isBlank() ? null : file;
    }

    // An application server gives the application a class path of its own.
    static ClassLoader ownClassPath() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? StandardLayers.class.getClassLoader() : context;
    }
}
