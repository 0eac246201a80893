/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns layers into typed settings, collecting everything that is wrong with them. */
public final class SettingsParser {
    private final Problems problems = new Problems();

    private SettingsParser() {}

    /** Parses. Does not throw: see {@link ParsedSettings#problems()}. */
    public static ParsedSettings parse(Schema schema, Layers layers) {
        return new SettingsParser().parse(schema, layers.read(schema));
    }

    /** What a start would say of the guides' variables that count for these keys. */
    static List<String> notices(Schema schema, Layers sources, Predicate<String> about) {
        List<Layer> layers = sources.read(schema);
        return GuideNotice.of(layers, new SettingsParser().overlaid(schema, layers), about);
    }

    private ParsedSettings parse(Schema schema, List<Layer> layers) {
        Node root = overlaid(schema, layers);
        DroppedPolicies.note(layers, root, problems);
        Settings settings = section(schema.root(), "", root);
        return new ParsedSettings(settings, problems, GuideNotice.of(layers, root));
    }

    private Node overlaid(Schema schema, List<Layer> layers) {
        Node root = new Node(Place.of(schema.root()));
        for (Layer layer : layers) {
            layer.problems().forEach(problems::add);
            root.overlay(Planting.plant(schema, layer, problems));
        }
        return root;
    }

    private Settings section(Group group, String path, @Nullable Node node) {
        String origin = node == null || group.shape() == Shape.ONE ? "" : node.origin();
        Settings.Builder settings = new Settings.Builder(group, path, origin);
        group.members().forEach((name, member) -> {
            String below = Step.named(name).below(path);
            Node given = node == null ? null : node.child(name);
            if (member instanceof Key<?> key) {
                value(key, below, given, settings);
            } else if (member instanceof Group inner) {
                settings.put(inner, sections(inner, below, given));
            }
        });
        return settings.build();
    }

    private <T> void value(Key<T> key, String path, @Nullable Node given, Settings.Builder settings) {
        Faults faults = new Faults(key.code(), problems);
        if (given != null) {
            T value = key.type().read(path, given, faults);
            if (value != null) {
                settings.put(key, value, given);
            }
        } else if (key.isRequired()) {
            faults.missing(path, key.type());
        }
    }

    private Map<String, Settings> sections(Group group, String path, @Nullable Node node) {
        Map<String, Settings> sections = new LinkedHashMap<>();
        if (group.shape() == Shape.ONE) {
            sections.put("", section(group, path, node));
        } else if (node != null && group.shape() == Shape.LIST && node.hasGap()) {
            new Faults("BW-CONF-011", problems).gap(path, node.origin());
        } else if (node != null) {
            for (String item : node.items()) {
                sections.put(item, section(group, group.shape().step(item).below(path), node.child(item)));
            }
        }
        return sections;
    }
}
