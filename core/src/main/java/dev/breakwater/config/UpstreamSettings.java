/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.upstream.CacheStore;
import dev.breakwater.upstream.UpstreamPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys {@code upstreams.*}, and the policies they describe. An upstream that no source names has a policy, too: the
 * defaults, and what the environment says about an upstream of that name. Immutable.
 */
public final class UpstreamSettings {
    private static final String LIBRARY = "io.github.resilience4j.circuitbreaker.CircuitBreaker";

    private final Layers layers;
    private final Map<String, UpstreamPolicy> policies;

    private UpstreamSettings(Layers layers, Map<String, UpstreamPolicy> policies) {
        this.layers = layers;
        this.policies = Collections.unmodifiableMap(policies);
    }

    static UpstreamSettings read(Settings root, Layers layers, Problems problems) {
        Map<String, UpstreamPolicy> policies = new LinkedHashMap<>();
        root.map(UpstreamKeys.GROUP).forEach((name, settings) -> {
            UpstreamPolicy policy = settings.build(() -> UpstreamKeys.policy(name, settings), problems);
            if (policy != null) {
                policies.put(name, policy);
            }
        });
        if (!root.map(UpstreamKeys.GROUP).isEmpty()) {
            checkNames(root.map(UpstreamKeys.GROUP).keySet(), problems);
            checkLibrary(problems);
        }
        return new UpstreamSettings(layers, policies);
    }

    /** Whether answers of any of these upstreams are to be shared. */
    static boolean isShared(Settings root) {
        return root.map(UpstreamKeys.GROUP).values().stream()
                .anyMatch(upstream -> upstream.section(UpstreamKeys.CACHE).get(UpstreamKeys.STORE) == CacheStore.REDIS);
    }

    /** The policies of the upstreams that a source names, by name. */
    public Map<String, UpstreamPolicy> policies() {
        return policies;
    }

    /**
     * The policy of an upstream, whether a source names it or not.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if the name is none, or what the environment says about it is
     *     not valid
     */
    public UpstreamPolicy policy(String name) {
        UpstreamPolicy policy = policies.get(name);
        return policy == null ? unnamed(name) : policy;
    }

    /** The configured upstream that was probably meant by a name that is not; null if none comes near. */
    public @Nullable String likely(String name) {
        return policies.containsKey(name) ? null : Typo.likely(name, policies.keySet());
    }

    private UpstreamPolicy unnamed(String name) {
        UpstreamPolicy.named(name).build();
        return Objects.requireNonNull(naming(name).upstreams().policies.get(name), name);
    }

    /** What is doubtful about an upstream that no source names; the doubts about the others are among the settings'. */
    public List<Problem> warnings(String name) {
        if (policies.containsKey(name)) {
            return List.of();
        }
        return naming(name).warnings().stream()
                .filter(warning -> warning.path().equals(UpstreamVariables.killSwitch(name)))
                .toList();
    }

    /** Which of the guides' variables count for an upstream that no source names; said at start about the others. */
    public List<String> notices(String name) {
        if (policies.containsKey(name)) {
            return List.of();
        }
        String below = path(name) + '.';
        return SettingsParser.notices(BreakwaterSettings.schema(), alsoNaming(name), key -> key.startsWith(below));
    }

    private BreakwaterSettings naming(String name) {
        return BreakwaterSettings.read(alsoNaming(name));
    }

    /** The same configuration, where a source of the lowest rank names this upstream. */
    private Layers alsoNaming(String name) {
        return layers.over(Layer.of("code", Map.of(path(name), "")));
    }

    private static String path(String name) {
        return Step.named(name).below(UpstreamKeys.GROUP.name());
    }

    // One kill switch in the environment would throw both.
    private static void checkNames(Set<String> names, Problems problems) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : names) {
            String other = variables.putIfAbsent(UpstreamVariables.killSwitch(name), name);
            if (other != null) {
                problems.error(
                        "BW-UPST-113",
                        Step.named(name).below(UpstreamKeys.GROUP.name()),
                        name,
                        "a name that differs from " + other + " in more than case, dashes and underscores",
                        "Rename one of the two; both would mean " + UpstreamVariables.killSwitch(name) + ".");
            }
        }
    }

    // The library is optional, because a service that calls nothing does not need it.
    private static void checkLibrary(Problems problems) {
        try {
            Class.forName(LIBRARY, false, UpstreamSettings.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            problems.error(
                    "BW-UPST-112",
                    UpstreamKeys.GROUP.name(),
                    "Resilience4j is not on the class path",
                    "resilience4j-circuitbreaker and resilience4j-bulkhead",
                    "Add both dependencies (io.github.resilience4j), or remove the upstreams.");
        }
    }
}
