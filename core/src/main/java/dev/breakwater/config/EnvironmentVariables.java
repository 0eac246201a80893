/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code BREAKWATER_*} variables. Which key a name means is found by walking the schema, since an underscore may stand for
 * a dash, a dot or a bracket: {@code BREAKWATER_RATE_LIMIT_POLICIES_0_NAME} is {@code rate-limit.policies[0].name}.
 *
 * <p>A name that means nothing only warns: Kubernetes puts {@code BREAKWATER_SERVICE_HOST} and the like beside a service
 * that is called breakwater.
 */
final class EnvironmentVariables implements LayerSource {
    private static final String PREFIX = "BREAKWATER_";

    private final Map<String, String> variables;

    EnvironmentVariables(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Layer read(Schema schema) {
        Layer.Builder layer = Layer.builder("environment");
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !variable.equals(StandardLayers.FILE_VARIABLE)) {
                read(schema, variable, value, layer);
            }
        });
        return layer.build();
    }

    private static void read(Schema schema, String variable, String value, Layer.Builder layer) {
        Place root = Place.of(schema.root());
        List<String> words = List.of(
                variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).split("_", -1));
        String path = new Walk(words, false).path(root, "", 0);
        if (path != null) {
            layer.put(path, value, "environment variable " + variable);
        } else if (new Walk(words, true).path(root, "", 0) != null) {
            layer.problem(nameOfSeveralWords(variable));
        } else {
            layer.problem(unknown(variable, schema));
        }
    }

    private static Problem nameOfSeveralWords(String variable) {
        return Problem.warning(
                "BW-CONF-010",
                Shown.line(variable),
                "a free name of several words",
                "a name without dash, dot or underscore",
                "The environment cannot carry such a name; give this key in a file, a system property or on the command"
                        + " line. The variable is ignored.");
    }

    private static Problem unknown(String variable, Schema schema) {
        List<String> legal = new ArrayList<>();
        for (Schema.Documented documented : schema.documented()) {
            if (documented.definition() instanceof Key<?> key) {
                legal.add(variable(documented.path() + (key.shape() == Shape.MAP ? ".NAME" : "")));
            }
        }
        return Problem.warning(
                "BW-CONF-009",
                Shown.line(variable),
                "unknown variable",
                "the name of a key",
                Typo.suggestion(variable, legal) + "The variable is ignored.");
    }

    private static String variable(String path) {
        String name = path.replace("[]", "_0").replace('.', '_').replace('-', '_');
        return PREFIX + name.toUpperCase(Locale.ROOT);
    }

    /**
     * Looks for the path that a variable's words spell.
     *
     * @param anyName whether free names may have several words, which tells why a variable is not known
     */
    private record Walk(List<String> words, boolean anyName) {

        @Nullable
        String path(Place place, String path, int from) {
            if (from == words.size()) {
                return place.takesText() ? path : null;
            }
            if (place.isOne()) {
                return member(place, path, from);
            }
            return place.isWholeList() ? index(place, path, from) : freeName(place, path, from);
        }

        private @Nullable String member(Place place, String path, int from) {
            for (String name : place.names()) {
                int to = end(Typo.uniform(name), from);
                Step step = Step.named(name);
                Place below = place.below(step);
                String found = to < 0 || below == null ? null : path(below, step.below(path), to);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        /** Behind the words that spell the name when put together; -1 if none do. */
        private int end(String name, int from) {
            int at = 0;
            int to = from;
            while (at < name.length() && to < words.size() && name.startsWith(words.get(to), at)) {
                at += words.get(to++).length();
            }
            return at == name.length() ? to : -1;
        }

        private @Nullable String index(Place place, String path, int from) {
            Step step = Step.bracketed(words.get(from));
            return step.isIndex() ? path(place.item(), step.below(path), from + 1) : null;
        }

        private @Nullable String freeName(Place place, String path, int from) {
            for (int to = from + 1; to <= (anyName ? words.size() : from + 1); to++) {
                String name = String.join("-", words.subList(from, to));
                String found = name.isEmpty()
                        ? null
                        : path(place.item(), Step.named(name).below(path), to);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
    }
}
