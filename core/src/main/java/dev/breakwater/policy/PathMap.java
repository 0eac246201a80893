/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values by path, where the most specific pattern wins and the order in which they were given does not matter.
 * Immutable.
 *
 * @param <T> what is looked up
 */
public final class PathMap<T> {
    private final List<Entry<T>> entries;

    private PathMap(List<Entry<T>> entries) {
        this.entries = entries;
    }

    /** Begins an empty map. */
    public static <T> Builder<T> builder() {
        return new Builder<>();
    }

    /** The value of the most specific pattern that matches, or null. */
    public @Nullable T find(String path) {
        for (int i = 0; i < entries.size(); i++) {
            Entry<T> entry = entries.get(i);
            if (entry.pattern.matches(path)) {
                return entry.value;
            }
        }
        return null;
    }

    private record Entry<T>(PathPattern pattern, T value) {}

    /**
     * Collects the entries.
     *
     * @param <T> what is looked up
     */
    public static final class Builder<T> {
        private final List<Entry<T>> entries = new ArrayList<>();

        private Builder() {}

        /** Adds a value for a pattern; of two equally specific patterns the first given wins. */
        public Builder<T> put(PathPattern pattern, T value) {
            entries.add(new Entry<>(pattern, value));
            return this;
        }

        /** The finished map. */
        public PathMap<T> build() {
            List<Entry<T>> sorted = new ArrayList<>(entries);
            sorted.sort(Comparator.comparing(entry -> entry.pattern));
            return new PathMap<>(List.copyOf(sorted));
        }
    }
}
