/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The members of one mapping of a price file, read as text; what is missing or of the wrong shape is reported. */
final class PriceFields {
    private final Problems problems;
    private final String path;
    private final Map<?, ?> members;

    PriceFields(Problems problems, String path, @Nullable Object value) {
        this.problems = problems;
        this.path = path;
        if (value instanceof Map<?, ?> map) {
            members = map;
        } else {
            members = Map.of();
            problems.error(
                    "BW-COST-002",
                    path.isEmpty() ? "file" : path,
                    shown(value),
                    "a mapping of names to values",
                    "See the form of a price file in the documentation of PriceBook.");
        }
    }

    boolean has(String key) {
        return members.containsKey(key);
    }

    /** The text, or an empty one if it is missing, which is reported. */
    String required(String key) {
        String text = optional(key);
        if (text == null) {
            problems.error("BW-COST-003", path(key), "nothing", "a value", "Add the key '" + key + "'.");
            return "";
        }
        return text;
    }

    @Nullable
    String optional(String key) {
        Object value = members.get(key);
        if (value == null || value.equals("")) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        problems.error("BW-COST-002", path(key), shown(value), "one value", "Give a single value.");
        return "";
    }

    /** The elements, none if the key is missing. */
    List<?> list(String key) {
        Object value = members.get(key);
        if (value == null || value instanceof List<?>) {
            return value == null ? List.of() : (List<?>) value;
        }
        problems.error("BW-COST-002", path(key), shown(value), "a list", "Give a list.");
        return List.of();
    }

    PriceFields mapping(String key) {
        return new PriceFields(problems, path(key), members.get(key));
    }

    /** The mappings of a list, or the one that stands in place of a list; none if the key is missing. */
    List<PriceFields> mappings(String key) {
        Object value = members.get(key);
        if (!(value instanceof List<?> list)) {
            return value == null ? List.of() : List.of(mapping(key));
        }
        List<PriceFields> all = new ArrayList<>(list.size());
        for (Object element : list) {
            all.add(new PriceFields(problems, path(key) + "[" + all.size() + "]", element));
        }
        return all;
    }

    /** The names of its members, in the file's order. */
    List<String> names() {
        return members.keySet().stream().map(String::valueOf).toList();
    }

    void refuseOthers(Set<String> known) {
        for (Object key : members.keySet()) {
            if (!(key instanceof String name) || !known.contains(name)) {
                problems.error(
                        "BW-COST-004",
                        path(String.valueOf(key)),
                        String.valueOf(key),
                        "one of " + String.join(", ", new TreeSet<>(known)),
                        "Correct the name or remove it.");
            }
        }
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static String shown(@Nullable Object value) {
        return value == null ? "nothing" : value instanceof String text ? text : "a list or mapping";
    }
}
