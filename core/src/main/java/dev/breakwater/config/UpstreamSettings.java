/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.upstream.BreakerWindow;
import dev.breakwater.upstream.UpstreamPolicy;
import java.time.Duration;
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

    private static final Key<Duration> TIMEOUT = Key.of(
                    "timeout",
                    ValueTypes.duration("1ms", "1h"),
                    "BW-UPST-101",
                    "How long a call may take in all, attempts and waits between them included.")
            .defaultsTo("30s");

    private static final Key<Integer> ATTEMPTS = Key.of(
                    "attempts",
                    ValueTypes.integer(1, 10),
                    "BW-UPST-102",
                    "How often the upstream is called at most until it answers.")
            .defaultsTo("1");

    private static final Key<Duration> BACKOFF = Key.of(
                    "backoff",
                    ValueTypes.duration("1ms", "1h"),
                    "BW-UPST-103",
                    "The longest wait before the second attempt; doubles with each further one. The wait is a random part of it.")
            .defaultsTo("300ms");

    private static final Key<Duration> MAX_BACKOFF = Key.of(
                    "max-backoff",
                    ValueTypes.duration("1ms", "1h"),
                    "BW-UPST-104",
                    "What a wait between attempts never exceeds.")
            .defaultsTo("10s");

    private static final Key<Integer> MAX_CONCURRENT = Key.of(
                    "max-concurrent",
                    ValueTypes.integer(1, 100_000),
                    "BW-UPST-105",
                    "How many calls run at a time; further ones are refused at once.")
            .defaultsTo("10");

    private static final Key<Double> FAILURE_RATE = Key.of(
                    "failure-rate",
                    ValueTypes.decimal(0.001, 1),
                    "BW-UPST-106",
                    "The share of failures from which the breaker opens.")
            .defaultsTo("0.5");

    private static final Key<BreakerWindow> WINDOW = Key.of(
                    "window",
                    ScalarType.of(
                            "a number of calls such as 100 calls, or a duration such as 60s", BreakerWindowText::parse),
                    "BW-UPST-107",
                    "What the breaker looks back on: the last calls, or the last while. It opens no sooner than after 10.")
            .defaultsTo("100 calls");

    private static final Key<Duration> WAIT = Key.of(
                    "wait",
                    ValueTypes.duration("1ms", "1d"),
                    "BW-UPST-108",
                    "How long an open breaker refuses all calls before it lets a few try.")
            .defaultsTo("30s");

    private static final Group BREAKER =
            Group.section("breaker", "Stops calling an upstream that fails too often.", FAILURE_RATE, WINDOW, WAIT);

    private static final Key<Duration> TTL = Key.of(
                    "ttl",
                    ScalarType.of("java.lang.String", "off, or a duration such as 5m", UpstreamSettings::parseTtl),
                    "BW-UPST-109",
                    "How long an answer is kept for calls that name a cache key.")
            .defaultsTo("off");

    private static final Key<Long> MAX_ENTRIES = Key.of(
                    "max-entries",
                    ValueTypes.longInteger(1, 100_000_000),
                    "BW-UPST-110",
                    "How many answers are kept at most.")
            .defaultsTo("10000");

    private static final Group CACHE = Group.section("cache", "Answers that are kept in memory.", TTL, MAX_ENTRIES);

    private static final Key<Boolean> DISABLED = Key.of(
                    "disabled",
                    ValueTypes.bool(),
                    "BW-UPST-111",
                    "The kill switch at the start: nothing is called, fallbacks answer.")
            .defaultsTo("false");

    static final Group GROUP = Group.map(
            "upstreams",
            "What the service calls, by name, and how such calls are guarded.",
            TIMEOUT,
            ATTEMPTS,
            BACKOFF,
            MAX_BACKOFF,
            MAX_CONCURRENT,
            BREAKER,
            CACHE,
            DISABLED);

    private final Layers layers;
    private final Map<String, UpstreamPolicy> policies;

    private UpstreamSettings(Layers layers, Map<String, UpstreamPolicy> policies) {
        this.layers = layers;
        this.policies = Collections.unmodifiableMap(policies);
    }

    static UpstreamSettings read(Settings root, Layers layers, Problems problems) {
        Map<String, UpstreamPolicy> policies = new LinkedHashMap<>();
        root.map(GROUP).forEach((name, settings) -> {
            UpstreamPolicy policy = settings.build(() -> policy(name, settings), problems);
            if (policy != null) {
                policies.put(name, policy);
            }
        });
        if (!root.map(GROUP).isEmpty()) {
            checkNames(root.map(GROUP).keySet(), problems);
            checkLibrary(problems);
        }
        return new UpstreamSettings(layers, policies);
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

    /** The same configuration, where a source of the lowest rank names this upstream. */
    private BreakwaterSettings naming(String name) {
        Layer asked = Layer.of("code", Map.of(Step.named(name).below(GROUP.name()), ""));
        return BreakwaterSettings.read(layers.over(asked));
    }

    private static UpstreamPolicy policy(String name, Settings settings) {
        Settings breaker = settings.section(BREAKER);
        Settings cache = settings.section(CACHE);
        UpstreamPolicy.Builder policy = UpstreamPolicy.named(name)
                .timeout(settings.get(TIMEOUT))
                .attempts(settings.get(ATTEMPTS))
                .backoff(settings.get(BACKOFF))
                .maxBackoff(settings.get(MAX_BACKOFF))
                .maxConcurrent(settings.get(MAX_CONCURRENT))
                .breakerFailureRate(breaker.get(FAILURE_RATE))
                .breakerWindow(breaker.get(WINDOW))
                .breakerWait(breaker.get(WAIT))
                .cacheMaxEntries(cache.get(MAX_ENTRIES))
                .disabled(settings.get(DISABLED));
        if (!cache.get(TTL).isZero()) {
            policy.cacheTtl(cache.get(TTL));
        }
        return policy.build();
    }

    private static @Nullable Duration parseTtl(String text) {
        return text.strip().equalsIgnoreCase("off") ? Duration.ZERO : DurationText.parse(text);
    }

    // One kill switch in the environment would throw both.
    private static void checkNames(Set<String> names, Problems problems) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : names) {
            String other = variables.putIfAbsent(UpstreamVariables.killSwitch(name), name);
            if (other != null) {
                problems.error(
                        "BW-UPST-113",
                        Step.named(name).below(GROUP.name()),
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
                    GROUP.name(),
                    "Resilience4j is not on the class path",
                    "resilience4j-circuitbreaker and resilience4j-bulkhead",
                    "Add both dependencies (io.github.resilience4j), or remove the upstreams.");
        }
    }
}
