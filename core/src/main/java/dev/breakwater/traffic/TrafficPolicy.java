/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * How finely requests are counted and what was promised about them. By default at most 200 routes, 99.9 % of requests
 * without a failure of the service, and 95 % answered within 500 milliseconds. Immutable.
 */
public final class TrafficPolicy {
    private static final int MOST_ROUTES = 10_000;

    private static final String CONSOLE = "/breakwater/";

    private final int maxRoutes;
    private final double availability;
    private final Duration latency;
    private final double latencyTarget;
    private final Set<String> ours;

    private TrafficPolicy(Builder builder) {
        maxRoutes = builder.maxRoutes;
        availability = builder.availability;
        latency = builder.latency;
        latencyTarget = builder.latencyTarget;
        ours = builder.ours;
    }

    /** Begins a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** The policy of all defaults. */
    public static TrafficPolicy defaults() {
        return builder().build();
    }

    /** How many routes are told apart. */
    public int maxRoutes() {
        return maxRoutes;
    }

    /** The share of requests that are not to fail, in percent. */
    public double availability() {
        return availability;
    }

    /** Within what time a request is to be answered. */
    public Duration latency() {
        return latency;
    }

    /** The share of requests that are to be answered in that time, in percent. */
    public double latencyTarget() {
        return latencyTarget;
    }

    /** Whether what is asked for at this path is for operators and their tools. */
    boolean isOurs(String path) {
        return ours.contains(path) || path.startsWith(CONSOLE);
    }

    /** The paths that are answered for operators and their tools, and about which nothing was promised. */
    public Set<String> ourPaths() {
        return ours;
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private int maxRoutes = 200;
        private double availability = 99.9;
        private Duration latency = Duration.ofMillis(500);
        private double latencyTarget = 95;
        private Set<String> ours = Set.of();

        private Builder() {}

        /** How many routes are told apart, from 1 to 10,000; all others are counted as {@code _OTHER}. 200 by default. */
        public Builder maxRoutes(int most) {
            maxRoutes = most;
            return this;
        }

        /** The share of requests that are not to fail, in percent and below 100; 99.9 by default. */
        public Builder availability(double percent) {
            availability = percent;
            return this;
        }

        /** Within what time a request is to be answered, up to an hour; 500 milliseconds by default. */
        public Builder latency(Duration span) {
            latency = span;
            return this;
        }

        /** The share of requests that are to be answered in that time, in percent and below 100; 95 by default. */
        public Builder latencyTarget(double percent) {
            latencyTarget = percent;
            return this;
        }

        /**
         * Exact paths whose requests are counted, but not held against what was promised: probes and metrics. What is below
         * {@code /breakwater/} is among them in any case.
         */
        public Builder ourPaths(Collection<String> paths) {
            ours = Set.copyOf(paths);
            return this;
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with every fault, if there are any
         */
        public TrafficPolicy build() {
            Problems problems = new Problems();
            requireRoutes(problems);
            requirePercent("slo.availability", availability, "99.9", problems);
            requireLatency(problems);
            requirePercent("slo.latency-target", latencyTarget, "95", problems);
            problems.throwIfInvalid();
            return new TrafficPolicy(this);
        }

        private void requireRoutes(Problems problems) {
            if (maxRoutes < 1 || maxRoutes > MOST_ROUTES) {
                problems.error(
                        "BW-METRICS-001",
                        "max-routes",
                        Integer.toString(maxRoutes),
                        "1 to " + MOST_ROUTES,
                        "Try 200; routes beyond it are counted as _OTHER.");
            }
        }

        private static void requirePercent(String path, double percent, String usual, Problems problems) {
            // Written so that NaN fails.
            if (!(percent > 0 && percent < 100)) {
                problems.error(
                        "BW-METRICS-002",
                        path,
                        Double.toString(percent).toLowerCase(Locale.ROOT),
                        "a percentage above 0 and below 100",
                        "Try " + usual + "; a promise of 100 leaves nothing to spend.");
            }
        }

        private void requireLatency(Problems problems) {
            if (latency.isNegative() || latency.isZero() || latency.compareTo(Duration.ofHours(1)) > 0) {
                problems.error(
                        "BW-METRICS-003",
                        "slo.latency",
                        latency.toString(),
                        "more than nothing, at most an hour",
                        "Try 500ms.");
            }
        }
    }
}
