/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that one source gives, by path, and what was wrong with the source itself. Immutable. */
public final class Layer implements LayerSource {
    private final String name;
    private final Map<String, Entry> entries;
    private final List<Problem> problems;

    private Layer(Builder builder) {
        name = builder.name;
        entries = new LinkedHashMap<>(builder.entries);
        problems = builder.problems.all();
    }

    /**
     * A layer of values that all have the same origin.
     *
     * @param name for messages: {@code builder}
     * @param values by path without {@code breakwater.}
     */
    public static Layer of(String name, Map<String, String> values) {
        Builder builder = builder(name);
        values.forEach((path, value) -> builder.put(path, value, name));
        return builder.build();
    }

    /** Begins a layer. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** What messages call it: {@code breakwater.yaml}. */
    public String name() {
        return name;
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    @Nullable
    Entry entry(String path) {
        return entries.get(path);
    }

    List<Problem> problems() {
        return problems;
    }

    @Override
    public Layer read(Schema schema) {
        return this;
    }

    /** Leaves out the values: they may be secrets. */
    @Override
    public String toString() {
        return name;
    }

    /** Makes a {@link Layer}. For one thread. */
    public static final class Builder {
        private final String name;
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final Problems problems = new Problems();

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Adds a value; the last one for a path stays.
         *
         * @param path without {@code breakwater.}: {@code rate-limit.policies[0].name}
         * @param origin for messages: {@code environment variable BREAKWATER_ENABLED}
         */
        public Builder put(String path, String value, String origin) {
            entries.put(path, new Entry(path, value, origin));
            return this;
        }

        /** Notes what is wrong with the source. */
        public Builder problem(Problem problem) {
            problems.add(problem);
            return this;
        }

        /** The layer. */
        public Layer build() {
            return new Layer(this);
        }
    }
}
