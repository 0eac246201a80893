/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The start-up line that says which of the guides' variables count, for which keys, and what they replaced. */
final class GuideNotice {

    private GuideNotice() {}

    static List<String> of(List<Layer> layers, Node root) {
        return of(layers, root, key -> true);
    }

    /** The same about these keys alone. */
    static List<String> of(List<Layer> layers, Node root, Predicate<String> about) {
        List<String> sentences = new ArrayList<>();
        List<Layer> lower = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer.name().equals(GuideVariables.LAYER)) {
                sentences.addAll(sentences(layer, lower, root, about));
            } else {
                lower.add(layer);
            }
        }
        return sentences.isEmpty()
                ? List.of()
                : List.of(String.join("; ", sentences) + ". breakwater.guide-variables=false turns this off.");
    }

    private static List<String> sentences(Layer guides, List<Layer> lower, Node root, Predicate<String> about) {
        Map<String, Set<String>> variables = new LinkedHashMap<>();
        for (Entry entry : guides.entries()) {
            if (about.test(entry.path()) && counts(entry, root)) {
                String key = whole(entry.path());
                variables.computeIfAbsent(key, unused -> new LinkedHashSet<>()).add(entry.origin());
            }
        }
        List<String> sentences = new ArrayList<>();
        variables.forEach((key, origins) -> sentences.add(sentence(key, origins, replaced(key, lower))));
        return sentences;
    }

    private static String sentence(String key, Set<String> origins, @Nullable String replaced) {
        String set = "breakwater." + key + " is set by " + String.join(", ", origins);
        return replaced == null ? set : set + " and replaces what " + replaced + " says";
    }

    /** Whether no higher layer has replaced the entry. */
    static boolean counts(Entry entry, Node root) {
        Node node = root;
        List<Step> steps = Step.parse(entry.path());
        for (int i = 0; steps != null && node != null && i < steps.size(); i++) {
            node = node.child(steps.get(i).name());
        }
        return node != null && entry.equals(node.entry());
    }

    private static @Nullable String replaced(String key, List<Layer> lower) {
        String name = null;
        for (Layer layer : lower) {
            for (Entry entry : layer.entries()) {
                name = whole(entry.path()).equals(key) ? layer.name() : name;
            }
        }
        return name;
    }

    /** The list an entry belongs to, or its own path. */
    private static String whole(String path) {
        int bracket = path.indexOf('[');
        return bracket < 0 ? path : path.substring(0, bracket);
    }
}
