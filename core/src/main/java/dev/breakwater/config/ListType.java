/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of single values, given by indices or in one text. */
final class ListType<E> extends ValueType<List<E>> {
    private final ScalarType<E> element;

    ListType(ScalarType<E> element) {
        this.element = element;
    }

    @Override
    String javaType() {
        return "java.util.List<" + element.javaType() + ">";
    }

    @Override
    String expected() {
        return "a list, each " + element.expected();
    }

    @Override
    Shape shape() {
        return Shape.LIST;
    }

    @Override
    List<String> choices() {
        return element.choices();
    }

    @Override
    @Nullable
    List<E> read(String path, Node node, Faults faults) {
        List<Entry> entries = entries(path, node, faults);
        if (entries == null) {
            return null;
        }
        List<E> values = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            E value = element.read(path + "[" + i + "]", entries.get(i), faults);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == entries.size() ? List.copyOf(values) : null;
    }

    private @Nullable List<Entry> entries(String path, Node node, Faults faults) {
        Entry text = node.entry();
        if (text == null) {
            return indexed(path, node, faults);
        }
        if (!node.children().isEmpty()) {
            faults.twice(path, text);
            return null;
        }
        List<String> parts = ListText.split(text.value());
        if (parts == null) {
            faults.brokenArray(path, text, element);
            return null;
        }
        return parts.stream().map(text::withValue).toList();
    }

    private static @Nullable List<Entry> indexed(String path, Node node, Faults faults) {
        if (node.hasGap()) {
            faults.gap(path, node.origin());
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < node.children().size(); i++) {
            Node item = node.child(Integer.toString(i));
            if (item != null && item.entry() != null) {
                entries.add(item.entry());
            }
        }
        return entries;
    }
}
