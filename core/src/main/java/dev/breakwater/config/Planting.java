/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns the flat entries of one layer into a tree that follows the schema, and says what has no place in it. */
final class Planting {
    private final Place top;
    private final Node root;
    private final Problems problems;
    private final Set<String> said = new HashSet<>();

    private Planting(Schema schema, Problems problems) {
        top = Place.of(schema.root());
        root = new Node(top);
        this.problems = problems;
    }

    static Node plant(Schema schema, Layer layer, Problems problems) {
        Planting planting = new Planting(schema, problems);
        layer.entries().forEach(planting::plant);
        return planting.root;
    }

    private void plant(Entry entry) {
        List<Step> steps = Step.parse(entry.path());
        if (steps == null) {
            malformed(entry);
            return;
        }
        List<Place> places = places(steps, entry);
        if (places.size() == steps.size()) {
            give(steps, places, entry);
        }
    }

    /** The places that the steps lead to; fewer than steps if one leads nowhere. */
    private List<Place> places(List<Step> steps, Entry entry) {
        List<Place> places = new ArrayList<>();
        Place place = top;
        String path = "";
        for (Step step : steps) {
            Place below = place.below(step);
            if (below == null) {
                unknown(path, step, place, entry);
                return places;
            }
            places.add(below);
            place = below;
            path = step.below(path);
        }
        return places;
    }

    private void give(List<Step> steps, List<Place> places, Entry entry) {
        Place last = places.get(places.size() - 1);
        // An empty text stands for an empty list or section where there can be one.
        if (!last.takesText() && !entry.value().isEmpty()) {
            String expected = "keys below it: " + last.expected();
            error("BW-CONF-003", entry.path(), "a single value", expected, "", entry);
            grown(steps, places, steps.size() - 1).lackItem();
            return;
        }
        grown(steps, places, steps.size()).give(entry);
    }

    private Node grown(List<Step> steps, List<Place> places, int depth) {
        Node node = root;
        for (int i = 0; i < depth; i++) {
            node = node.grow(steps.get(i).name(), places.get(i));
        }
        return node;
    }

    private void malformed(Entry entry) {
        String expected = "names joined by dots, indices in brackets";
        error("BW-CONF-002", entry.path(), "not a key", expected, "", entry);
    }

    // Neither here nor above is the value shown: a misspelt ops.token is still a secret.
    private void unknown(String path, Step step, Place place, Entry entry) {
        String unknown = step.below(path);
        if (place.isWholeList() && !step.isBracketed()) {
            named(path, step, place, entry);
        } else if (said.add(unknown)) {
            String fix = Typo.suggestion(step.name(), place.names());
            error("BW-CONF-001", unknown, "unknown key", place.expected(), fix, entry);
        }
    }

    // A name where an item belongs is a map in place of a list; said once for all of its names.
    private void named(String path, Step step, Place place, Entry entry) {
        if (said.add(path)) {
            // What a key of an item is called begins an item; any other name was meant as the item's own.
            String first = place.item().names().contains(step.name()) ? "" : "name: ";
            String fix = "Put a dash before each item, as in - " + first + Shown.line(step.name())
                    + (first.isEmpty() ? ": ..." : "") + ", or write " + path + "[0]. ";
            error("BW-CONF-001", step.below(path), "a name where an item belongs", "a list", fix, entry);
        }
    }

    private void error(String code, String path, String value, String expected, String fix, Entry entry) {
        problems.error(code, Shown.line(path), value, expected, fix + Shown.from(entry.origin()));
    }
}
