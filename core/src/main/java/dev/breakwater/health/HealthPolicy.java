/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where probes are answered and when a component counts as down. By default {@code /livez}, {@code /readyz},
 * {@code /startupz}, {@code /health} and {@code /health/detailed}; checks every 10 seconds, each for at most 2; down after
 * 3 failures in a row, up again after 2 successes; stale after 60 seconds without a finished run. Immutable.
 */
public final class HealthPolicy {
    private final Map<String, Probe> probes;
    private final Duration interval;
    private final Duration timeout;
    private final int failureThreshold;
    private final int successThreshold;
    private final Duration staleAfter;
    private final boolean showVersion;
    private final @Nullable String serviceName;
    private final @Nullable String serviceVersion;

    private HealthPolicy(Builder builder, Map<String, Probe> probes) {
        this.probes = Map.copyOf(probes);
        interval = builder.interval;
        timeout = builder.timeout;
        failureThreshold = builder.failureThreshold;
        successThreshold = builder.successThreshold;
        staleAfter = builder.staleAfter;
        showVersion = builder.showVersion;
        serviceName = builder.serviceName;
        serviceVersion = builder.serviceVersion;
    }

    /** Begins a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** The policy of all defaults. */
    public static HealthPolicy defaults() {
        return builder().build();
    }

    /** Every path on which a probe is answered, aliases too: what a request log leaves out. */
    public Set<String> paths() {
        return probes.keySet();
    }

    @Nullable
    Probe probe(String path) {
        return probes.get(path);
    }

    CheckOverride override(String name) {
        return CheckOverride.none();
    }

    Duration interval() {
        return interval;
    }

    Duration timeout() {
        return timeout;
    }

    int failureThreshold() {
        return failureThreshold;
    }

    int successThreshold() {
        return successThreshold;
    }

    Duration staleAfter() {
        return staleAfter;
    }

    boolean showVersion() {
        return showVersion;
    }

    @Nullable
    String serviceName() {
        return serviceName;
    }

    @Nullable
    String serviceVersion() {
        return serviceVersion;
    }

    /** What is asked. */
    public enum Probe {
        /** Should the process be restarted? */
        LIVE,
        /** Should traffic come here? */
        READY,
        /** Has it been ready once? */
        STARTUP,
        /** How is the service, with its name and version? */
        FULL,
        /** How is every component? For operators. */
        DETAILED;

        private String key() {
            return "paths." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private final Map<Probe, List<String>> paths = new EnumMap<>(Map.of(
                Probe.LIVE, List.of("/livez"),
                Probe.READY, List.of("/readyz"),
                Probe.STARTUP, List.of("/startupz"),
                Probe.FULL, List.of("/health"),
                Probe.DETAILED, List.of("/health/detailed")));
        private Duration interval = Duration.ofSeconds(10);
        private Duration timeout = Duration.ofSeconds(2);
        private int failureThreshold = 3;
        private int successThreshold = 2;
        private Duration staleAfter = Duration.ofSeconds(60);
        private boolean showVersion = true;
        private @Nullable String serviceName;
        private @Nullable String serviceVersion;

        private Builder() {}

        /** Where a probe is answered, in place of its default: exact paths, aliases of each other; none frees them. */
        public Builder paths(Probe probe, Collection<String> exact) {
            paths.put(probe, List.copyOf(exact));
            return this;
        }

        /** How long from the end of one round to the next; 10 seconds by default. */
        public Builder interval(Duration span) {
            interval = span;
            return this;
        }

        /** How long one run of a check may take; 2 seconds by default. */
        public Builder timeout(Duration span) {
            timeout = span;
            return this;
        }

        /** How many failures in a row take a component down; 3 by default. The very first run decides alone. */
        public Builder failureThreshold(int count) {
            failureThreshold = count;
            return this;
        }

        /** How many successes in a row bring a component back; 2 by default. */
        public Builder successThreshold(int count) {
            successThreshold = count;
            return this;
        }

        /** How long a finished run says anything; 60 seconds by default. */
        public Builder staleAfter(Duration span) {
            staleAfter = span;
            return this;
        }

        /** Whether name and version are shown to everybody on the full probe; true by default. */
        public Builder showVersion(boolean show) {
            showVersion = show;
            return this;
        }

        /** The service's name; not shown unless given. */
        public Builder serviceName(String name) {
            serviceName = name;
            return this;
        }

        /** The service's version; not shown unless given. */
        public Builder serviceVersion(String version) {
            serviceVersion = version;
            return this;
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with every fault, if there are any
         */
        public HealthPolicy build() {
            Problems problems = new Problems();
            Map<String, Probe> probes = probes(problems);
            requireSpan("interval", interval, problems);
            requireSpan("timeout", timeout, problems);
            requireCount("failure-threshold", failureThreshold, problems);
            requireCount("success-threshold", successThreshold, problems);
            requireStale(problems);
            problems.throwIfInvalid();
            return new HealthPolicy(this, probes);
        }

        private Map<String, Probe> probes(Problems problems) {
            Map<String, Probe> probes = new HashMap<>();
            paths.forEach((probe, exact) -> {
                for (int i = 0; i < exact.size(); i++) {
                    add(probes, probe, exact.get(i), probe.key() + "[" + i + "]", problems);
                }
            });
            return probes;
        }

        private static void add(Map<String, Probe> probes, Probe probe, String path, String key, Problems problems) {
            if (!path.startsWith("/") || path.indexOf('*') >= 0 || path.indexOf('{') >= 0) {
                problems.error(
                        "BW-HEALTH-001",
                        key,
                        path,
                        "an exact path that begins with /",
                        "Write one path for each alias; patterns are not for probes.");
                return;
            }
            Probe other = probes.putIfAbsent(path, probe);
            if (other != null && other != probe) {
                problems.error(
                        "BW-HEALTH-002",
                        key,
                        path,
                        "a path of its own for each probe",
                        "It is also under " + other.key() + ".");
            }
        }

        private static void requireSpan(String path, Duration span, Problems problems) {
            if (span.isNegative() || span.isZero() || span.compareTo(Duration.ofDays(1)) > 0) {
                problems.error("BW-HEALTH-003", path, span.toString(), "more than nothing, at most a day", "Try 10s.");
            }
        }

        private static void requireCount(String path, int count, Problems problems) {
            if (count < 1 || count > 100) {
                problems.error("BW-HEALTH-004", path, Integer.toString(count), "1 to 100", "Try 3.");
            }
        }

        private void requireStale(Problems problems) {
            Duration least = interval.plus(timeout);
            if (staleAfter.compareTo(least) <= 0 || staleAfter.compareTo(Duration.ofDays(7)) > 0) {
                problems.error(
                        "BW-HEALTH-005",
                        "stale-after",
                        staleAfter.toString(),
                        "more than interval and timeout together (" + least + "), at most seven days",
                        "Three intervals or more leave room for a slow run.");
            }
        }
    }
}
