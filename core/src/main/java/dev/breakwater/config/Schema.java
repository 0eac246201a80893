/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Every legal key, below {@code breakwater}. Immutable. */
public final class Schema {
    private final Group root;

    private Schema(Group root) {
        this.root = root;
    }

    /** A schema of these keys and groups, which documentation names in this order. */
    public static Schema of(Collection<? extends Definition> definitions) {
        return new Schema(Group.section("breakwater", "", definitions.toArray(new Definition[0])));
    }

    Group root() {
        return root;
    }

    /** All definitions with their paths, a group before what is in it. */
    List<Documented> documented() {
        List<Documented> all = new ArrayList<>();
        collect(root, "", all);
        return all;
    }

    /**
     * A definition and where it stands.
     *
     * @param path of its values: {@code rate-limit.policies[].name}, {@code upstreams.NAME.timeout}
     */
    record Documented(String path, Definition definition) {}

    private static void collect(Group group, String path, List<Documented> all) {
        for (Definition member : group.members().values()) {
            String below = Step.named(member.name()).below(path);
            all.add(new Documented(below, member));
            if (member instanceof Group inner) {
                collect(inner, below + inner.shape().placeholder(), all);
            }
        }
    }

    /** Whether the path leads to a place that takes a value. */
    boolean takes(String path) {
        List<Step> steps = Step.parse(path);
        Place place = Place.of(root);
        for (int i = 0; steps != null && place != null && i < steps.size(); i++) {
            place = place.below(steps.get(i));
        }
        return steps != null && place != null && place.takesText();
    }
}
