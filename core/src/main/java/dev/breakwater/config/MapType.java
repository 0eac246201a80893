/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values under names that the user chooses. */
final class MapType<E> extends ValueType<Map<String, E>> {
    private final ValueType<E> element;

    MapType(ValueType<E> element) {
        this.element = element;
    }

    @Override
    String javaType() {
        return "java.util.Map<java.lang.String," + element.javaType() + ">";
    }

    @Override
    String expected() {
        return element.expected();
    }

    @Override
    Shape shape() {
        return Shape.MAP;
    }

    ValueType<E> element() {
        return element;
    }

    @Override
    List<String> choices() {
        return List.of();
    }

    @Override
    @Nullable
    Map<String, E> read(String path, Node node, Faults faults) {
        Map<String, E> values = new LinkedHashMap<>();
        node.children().forEach((name, item) -> {
            E value = element.read(Step.named(name).below(path), item, faults);
            if (value != null) {
                values.put(name, value);
            }
        });
        return values.size() == node.children().size() ? Collections.unmodifiableMap(values) : null;
    }
}
