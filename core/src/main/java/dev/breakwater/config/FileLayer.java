/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import java.util.HashSet;
import java.util.Set;

/** Collects the values of a file that is ours alone: whatever in it is not below {@code breakwater} is a mistake. */
final class FileLayer {
    private final String file;
    private final Layer.Builder layer;
    private final Set<String> strangers = new HashSet<>();

    FileLayer(String file) {
        this.file = file;
        layer = Layer.builder(file);
    }

    /** Adds a value under its full name, {@code breakwater.enabled}. */
    void put(String name, String value, String origin) {
        if (name.startsWith(PrefixedValues.PREFIX)) {
            layer.put(name.substring(PrefixedValues.PREFIX.length()), value, origin);
        } else if (!value.isEmpty() || !name.equals("breakwater")) {
            outside(name, origin);
        }
    }

    private void outside(String name, String origin) {
        int dot = name.indexOf('.');
        String top = Shown.line(dot < 0 ? name : name.substring(0, dot));
        if (strangers.add(top)) {
            problem("BW-CONF-007", top, "not below breakwater", "breakwater." + top, Shown.from(origin));
        }
    }

    /** Notes that the file cannot be read as what it is. */
    void broken(String where, String why, String fix) {
        problem("BW-CONF-005", file + where, Shown.line(why), "a file that can be read", fix);
    }

    void problem(String code, String path, String value, String expected, String fix) {
        layer.problem(Problem.error(code, path, value, expected, fix));
    }

    Layer build() {
        return layer.build();
    }
}
