/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads {@code breakwater.yaml}: YAML 1.2, core schema, one document. Values are taken as they are written, so {@code
 * 1.10} stays {@code 1.10} and {@code no} a text. A file cannot exhaust memory or stack, whatever its aliases say.
 */
final class YamlFile {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_COLLECTION_ALIASES = 50;

    private final String file;
    private final FileLayer layer;
    private int nodes;

    private YamlFile(String file) {
        this.file = file;
        layer = new FileLayer(file);
    }

    static Layer read(String file, String text) {
        YamlFile yaml = new YamlFile(file);
        try {
            yaml.read(text);
        } catch (MarkedYamlEngineException broken) {
            // The message would quote the file, and with it perhaps a secret.
            yaml.broken(broken.getProblemMark(), broken.getProblem());
        } catch (YamlEngineException broken) {
            yaml.broken(Optional.empty(), "too large, or with too many aliases");
        }
        return yaml.layer.build();
    }

    private void read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setMaxAliasesForCollections(MAX_COLLECTION_ALIASES)
                .build();
        if (isTooDeep(new Parse(settings).parseString(text))) {
            broken(Optional.empty(), "nested deeper than " + MAX_DEPTH);
            return;
        }
        new Compose(settings).composeString(text).ifPresent(this::root);
    }

    // Looked at first because composing is recursive.
    private static boolean isTooDeep(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                return true;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }

    private void root(Node root) {
        if (root instanceof MappingNode mapping) {
            mapping("", mapping, 1);
        } else if (!root.getTag().equals(Tag.NULL)) {
            broken(root.getStartMark(), "a " + kind(root) + " at the top, where breakwater: should be");
        }
    }

    private static String kind(Node node) {
        return node instanceof SequenceNode ? "list" : "single value";
    }

    private void value(String path, Node node, int depth) {
        if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
            if (nodes <= MAX_NODES) {
                nodes = MAX_NODES;
                broken(node.getStartMark(), "too much, or an alias of what it stands in");
            }
        } else if (node instanceof MappingNode mapping) {
            mapping(path, mapping, depth);
        } else if (node instanceof SequenceNode sequence) {
            sequence(path, sequence, depth);
        } else if (node instanceof ScalarNode scalar) {
            // Nothing, null and ~ are the empty text, as in Spring.
            layer.put(path, scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue(), origin(node));
        }
    }

    private void mapping(String path, MappingNode mapping, int depth) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (!seen.add(key.getValue())) {
                    duplicate(path, key);
                }
                value(join(path, key.getValue()), tuple.getValueNode(), depth + 1);
            } else {
                broken(tuple.getKeyNode().getStartMark(), "a key that is not a single value");
            }
        }
        if (seen.isEmpty()) {
            layer.put(path, "", origin(mapping));
        }
    }

    private void sequence(String path, SequenceNode sequence, int depth) {
        List<Node> items = sequence.getValue();
        for (int i = 0; i < items.size(); i++) {
            value(path + "[" + i + "]", items.get(i), depth + 1);
        }
        if (items.isEmpty()) {
            layer.put(path, "", origin(sequence));
        }
    }

    // A name with a dot in it is written in brackets, as in Spring: "[my.api]".
    private static String join(String path, String key) {
        return path.isEmpty() || key.startsWith("[") ? path + key : path + "." + key;
    }

    private void duplicate(String path, ScalarNode key) {
        String name = join(path, Shown.line(key.getValue()));
        String fix = "Keep one. " + Shown.from(origin(key));
        layer.problem("BW-CONF-006", name, "given twice in one file", "each key once", fix);
    }

    private void broken(Optional<Mark> mark, String why) {
        String where = mark.map(at -> ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                .orElse("");
        layer.broken(where, why, "Check indentation, quotes and tabs there.");
    }

    private String origin(Node node) {
        return node.getStartMark()
                .map(mark -> file + ", line " + (mark.getLine() + 1))
                .orElse(file);
    }
}
