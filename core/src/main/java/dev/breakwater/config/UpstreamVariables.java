/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The guides' environment names that are about upstreams. Some are defaults for all of them and stand below every other
 * source: {@code API_TIMEOUT_SECONDS}, {@code MAX_CONCURRENT_REQUESTS}, {@code CACHE_TTL_SECONDS}. The others name one,
 * such as {@code DISABLE_GEMINI} and {@code GEMINI_TIMEOUT}, or switch all caches off with {@code ENABLE_CACHING}.
 */
final class UpstreamVariables {
    private static final String GROUP = "upstreams";
    private static final Set<String> YES = Set.of("true", "1", "yes", "on");
    private static final Set<String> NO = Set.of("false", "0", "no", "off");

    private final Schema schema;
    private final Map<String, String> environment;
    private final Set<String> upstreams;
    private final Layer.Builder target = Layer.builder(GuideVariables.LAYER);

    UpstreamVariables(Schema schema, Map<String, String> environment, Set<String> upstreams) {
        this.schema = schema;
        this.environment = environment;
        this.upstreams = upstreams;
    }

    /** The upstreams that these layers name. */
    static Set<String> named(List<Layer> layers) {
        Set<String> names = new LinkedHashSet<>();
        for (Layer layer : layers) {
            for (Entry entry : layer.entries()) {
                List<Step> steps = entry.path().startsWith(GROUP) ? Step.parse(entry.path()) : null;
                if (steps != null && steps.size() > 1 && steps.get(0).name().equals(GROUP)) {
                    names.add(steps.get(1).name());
                }
            }
        }
        return names;
    }

    /** The variable that disables this upstream: {@code DISABLE_PRICE_API}. */
    static String killSwitch(String upstream) {
        return "DISABLE_" + variable(upstream);
    }

    private static String variable(String upstream) {
        return upstream.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What counts where no other source says anything. */
    Layer defaults() {
        for (String upstream : upstreams) {
            put(upstream, "timeout", "API_TIMEOUT_SECONDS", UpstreamVariables::seconds);
            put(upstream, "max-concurrent", "MAX_CONCURRENT_REQUESTS", value -> value);
            put(upstream, "cache.ttl", "CACHE_TTL_SECONDS", UpstreamVariables::seconds);
        }
        return target.build();
    }

    /** What counts in place of what files say. */
    Layer overrides() {
        boolean cached = isCached();
        for (String upstream : upstreams) {
            put(upstream, "timeout", variable(upstream) + "_TIMEOUT", UpstreamVariables::seconds);
            put(upstream, "disabled", killSwitch(upstream), value -> disabled(killSwitch(upstream), value));
            if (!cached) {
                withoutCache(upstream);
            }
        }
        return target.build();
    }

    // Whatever else files say about the cache, that would be a fault without one.
    private void withoutCache(String upstream) {
        put(upstream, "cache.ttl", "ENABLE_CACHING", value -> "off");
        put(upstream, "cache.stale-while-revalidate", "ENABLE_CACHING", value -> "0s");
        put(upstream, "cache.stale-if-error", "ENABLE_CACHING", value -> "0s");
        put(upstream, "cache.negative-ttl", "ENABLE_CACHING", value -> "0s");
    }

    private boolean isCached() {
        String value = value("ENABLE_CACHING");
        if (value == null) {
            return true;
        }
        boolean off = NO.contains(lowerCase(value));
        if (!off && !YES.contains(lowerCase(value))) {
            unreadable("ENABLE_CACHING", value, "caches stay as configured");
        }
        return !off;
    }

    // Whoever sets this variable wants to stop something: if in doubt, it is stopped.
    private String disabled(String variable, String value) {
        if (NO.contains(lowerCase(value))) {
            return "false";
        }
        if (!YES.contains(lowerCase(value))) {
            unreadable(variable, value, "the upstream stays disabled");
        }
        return "true";
    }

    private void unreadable(String variable, String value, String effect) {
        target.problem(Problem.warning(
                "BW-CONF-014",
                variable,
                Shown.value(value),
                "true or false",
                "Correct the value; until then " + effect + "."));
    }

    /** The guides write a number of seconds; our own spellings are understood, too. */
    private static String seconds(String value) {
        return Step.isNumber(value) ? value + "s" : value;
    }

    private void put(String upstream, String key, String variable, Spelling spelling) {
        String value = value(variable);
        String path = Step.named(upstream).below(GROUP) + '.' + key;
        if (value != null && schema.takes(path)) {
            target.put(path, spelling.of(value), "environment variable " + variable);
        }
    }

    private @Nullable String value(String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String lowerCase(String value) {
        return value.toLowerCase(Locale.ROOT);
    }

    @FunctionalInterface
    private interface Spelling {
        String of(String value);
    }
}
