/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The warning that a guide's variable drops policies which a lower source configured. Lists are replaced whole, so that a
 * limit on logins may be gone because a platform sets a rate for everything.
 */
final class DroppedPolicies {
    private static final String FROM = "environment variable ";

    private final List<Layer> layers;
    private final Node root;

    private DroppedPolicies(List<Layer> layers, Node root) {
        this.layers = layers;
        this.root = root;
    }

    static void note(List<Layer> layers, Node root, Problems problems) {
        DroppedPolicies dropped = new DroppedPolicies(layers, root);
        for (String list : List.of("rate-limit.policies", "cors.policies")) {
            Problem warning = dropped.from(list);
            if (warning != null) {
                problems.add(warning);
            }
        }
    }

    private @Nullable Problem from(String list) {
        Layer source = null;
        Set<String> names = Set.of();
        for (Layer layer : layers) {
            Entry guides = layer.name().equals(GuideVariables.LAYER) ? counting(layer, list) : null;
            if (guides != null) {
                return source == null || names.isEmpty() ? null : warning(list, guides, source, names);
            }
            if (isIn(layer, list)) {
                source = layer;
                names = names(layer, list);
            }
        }
        return null;
    }

    private static Problem warning(String list, Entry guides, Layer source, Set<String> names) {
        return Problem.warning(
                "BW-CONF-015",
                guides.origin().replace(FROM, ""),
                "drops " + String.join(", ", names) + " of " + source.name(),
                "one place for breakwater." + list,
                "Set breakwater.guide-variables=false, or give the policies in a higher source: BREAKWATER_* variables,"
                        + " system properties or the command line.");
    }

    private @Nullable Entry counting(Layer guides, String list) {
        for (Entry entry : guides.entries()) {
            if (isBelow(entry, list) && GuideNotice.counts(entry, root)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isIn(Layer layer, String list) {
        return layer.entries().stream().anyMatch(entry -> entry.path().equals(list) || isBelow(entry, list));
    }

    private static boolean isBelow(Entry entry, String list) {
        return entry.path().startsWith(list + '[');
    }

    /** What the policies of a list are called: their names, or their places where they have none. */
    private static Set<String> names(Layer layer, String list) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Entry entry : layer.entries()) {
            if (isBelow(entry, list)) {
                String item = entry.path().substring(0, entry.path().indexOf(']') + 1);
                boolean isName = entry.path().equals(item + ".name");
                names.merge(item, isName ? entry.value() : item, (said, more) -> isName ? more : said);
            }
        }
        List<String> shown = new ArrayList<>();
        names.values().forEach(name -> shown.add(Shown.line(name)));
        return new LinkedHashSet<>(shown);
    }
}
