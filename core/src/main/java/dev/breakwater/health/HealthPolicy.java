/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where probes are answered and when a component counts as down. By default {@code /livez}, {@code /readyz},
 * {@code /startupz}, {@code /health} and {@code /health/detailed}; checks every 10 seconds, each for at most 2; down after
 * 3 failures in a row, up again after 2 successes; stale after 60 seconds without a finished run. Immutable.
 */
public final class HealthPolicy {
    private final Questions questions;
    private final Map<String, CheckOverride> overrides;
    private final Map<String, List<String>> groups;
    private final Duration interval;
    private final Duration timeout;
    private final int failureThreshold;
    private final int successThreshold;
    private final Duration staleAfter;
    private final boolean includeShared;
    private final int degradedStatus;
    private final boolean showVersion;
    private final boolean showGroups;
    private final @Nullable String serviceName;
    private final @Nullable String serviceVersion;

    private HealthPolicy(Builder builder, Map<String, Question> questions) {
        this.questions = new Questions(questions, Objects.requireNonNull(builder.paths.get(Probe.DETAILED)));
        overrides = Map.copyOf(builder.overrides);
        groups = Collections.unmodifiableMap(new TreeMap<>(builder.groups));
        interval = builder.interval;
        timeout = builder.timeout;
        failureThreshold = builder.failureThreshold;
        successThreshold = builder.successThreshold;
        staleAfter = builder.staleAfter;
        includeShared = builder.includeShared;
        degradedStatus = builder.degradedStatus;
        showVersion = builder.showVersion;
        showGroups = builder.showGroups;
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

    /** Every path on which a probe is answered, aliases and groups too: what a request log leaves out. */
    public Set<String> paths() {
        return questions.paths();
    }

    /** What is asked at this path; null if it is not ours. */
    @Nullable
    Question question(String path) {
        return questions.at(path);
    }

    /** What the operator wants otherwise than this check. */
    CheckOverride override(String name) {
        return overrides.getOrDefault(CheckRules.key(name), CheckOverride.none());
    }

    /** The names of checks that the operator says something of, in lower case. */
    Set<String> overridden() {
        return overrides.keySet();
    }

    /** The members of each group, by its name and in the order of names. */
    Map<String, List<String>> groups() {
        return groups;
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

    boolean includeShared() {
        return includeShared;
    }

    int degradedStatus() {
        return degradedStatus;
    }

    boolean showVersion() {
        return showVersion;
    }

    boolean showGroups() {
        return showGroups;
    }

    @Nullable
    String serviceName() {
        return serviceName;
    }

    @Nullable
    String serviceVersion() {
        return serviceVersion;
    }

    /**
     * What is asked at a path.
     *
     * @param probe which probe
     * @param name the group, or for details the group or component, that is asked for; null for the whole
     */
    record Question(Probe probe, @Nullable String name) {}

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

        String key() {
            return "paths." + name().toLowerCase(Locale.ROOT);
        }
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        final Map<Probe, List<String>> paths = new EnumMap<>(Map.of(
                Probe.LIVE, List.of("/livez"),
                Probe.READY, List.of("/readyz"),
                Probe.STARTUP, List.of("/startupz"),
                Probe.FULL, List.of("/health"),
                Probe.DETAILED, List.of("/health/detailed")));
        final Map<String, CheckOverride> overrides = new HashMap<>();
        final Map<String, List<String>> groups = new HashMap<>();
        Duration interval = Duration.ofSeconds(10);
        Duration timeout = Duration.ofSeconds(2);
        int failureThreshold = 3;
        int successThreshold = 2;
        Duration staleAfter = Duration.ofSeconds(60);
        int degradedStatus = 200;
        private boolean includeShared;
        private boolean showVersion = true;
        private boolean showGroups = true;
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

        /** What a check of this name, in whatever case, should do otherwise than it says of itself. */
        public Builder check(String name, CheckOverride wanted) {
            overrides.put(CheckRules.key(name), wanted);
            return this;
        }

        /**
         * Puts components together under a name; how they are is answered below each full path: {@code /health/payments}.
         *
         * @param members names of checks; one that ends in {@code ?} may be of a check that comes later, or never
         */
        public Builder group(String name, Collection<String> members) {
            groups.put(name, List.copyOf(members));
            return this;
        }

        /** Whether the failure of what is shared takes the service down like that of what is local; false by default. */
        public Builder includeShared(boolean include) {
            includeShared = include;
            return this;
        }

        /** The status code of full, detailed and groups while they are degraded; 200 by default. */
        public Builder degradedStatus(int code) {
            degradedStatus = code;
            return this;
        }

        /** Whether everybody is told how groups are, or operators only; true by default. */
        public Builder showGroups(boolean show) {
            showGroups = show;
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
            Map<String, Question> questions = PolicyRules.questions(this, problems);
            PolicyRules.requireSpans(this, problems);
            PolicyRules.requireCounts(this, problems);
            PolicyRules.requireMembers(this, problems);
            problems.throwIfInvalid();
            return new HealthPolicy(this, questions);
        }
    }
}
