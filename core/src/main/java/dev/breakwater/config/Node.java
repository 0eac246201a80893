/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values given at one place and below it. Grown from one layer, then overlaid by the higher ones. */
final class Node {
    private final Place place;
    private final Map<String, Node> children = new LinkedHashMap<>();
    private @Nullable Entry entry;
    private boolean lacksItem;

    Node(Place place) {
        this.place = place;
    }

    /** The text given right here. */
    @Nullable
    Entry entry() {
        return entry;
    }

    /** What is given below, by name or index. */
    Map<String, Node> children() {
        return children;
    }

    @Nullable
    Node child(String name) {
        return children.get(name);
    }

    /** The node below, made if there is none yet. */
    Node grow(String name, Place below) {
        return children.computeIfAbsent(name, unused -> new Node(below));
    }

    void give(Entry given) {
        entry = given;
    }

    /** The names or indices below; indices in their order. */
    List<String> items() {
        List<String> items = new ArrayList<>(children.keySet());
        if (place.isWholeList()) {
            items.sort(Comparator.comparingInt(Integer::parseInt));
        }
        return items;
    }

    /** An item below is at fault, which has been said, so its index is not missed. */
    void lackItem() {
        lacksItem = true;
    }

    /** Whether the indices below leave one out that nothing has been said about. */
    boolean hasGap() {
        if (lacksItem) {
            return false;
        }
        for (int i = 0; i < children.size(); i++) {
            if (!children.containsKey(Integer.toString(i))) {
                return true;
            }
        }
        return false;
    }

    /** Where the values come from: the first one's origin. */
    String origin() {
        if (entry != null || children.isEmpty()) {
            return entry == null ? "" : entry.origin();
        }
        return children.values().iterator().next().origin();
    }

    /** Puts a higher layer's values over these. Lists are replaced whole, everything else merges by name. */
    void overlay(Node higher) {
        if (place.isWholeList()) {
            entry = null;
            lacksItem = higher.lacksItem;
            children.clear();
        }
        if (higher.entry != null) {
            entry = higher.entry;
        }
        higher.children.forEach((name, node) -> children.merge(name, node, Node::overlaid));
    }

    private static Node overlaid(Node lower, Node higher) {
        lower.overlay(higher);
        return lower;
    }
}
