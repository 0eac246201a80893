/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where browsers send their reports, and how many are taken. Immutable. */
public final class ReportsPolicy {
    /** How many requests a minute are taken unless the policy says otherwise. */
    public static final int MAX_PER_MINUTE = 600;

    private static final int MOST_PER_MINUTE = 1_000_000;

    private final PathPattern path;
    private final int maxPerMinute;

    private ReportsPolicy(PathPattern path, int maxPerMinute) {
        this.path = path;
        this.maxPerMinute = maxPerMinute;
    }

    /**
     * Begins a policy.
     *
     * @param path where reports are sent, the context path included: {@code /breakwater/reports}
     */
    public static Builder builder(String path) {
        return new Builder(path);
    }

    /** Where reports are sent. */
    public String path() {
        return path.toString();
    }

    /** How many requests with reports are taken in a minute, by this instance. */
    public int maxPerMinute() {
        return maxPerMinute;
    }

    boolean isFor(String requested) {
        return path.matches(requested);
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private final String path;
        private int maxPerMinute = MAX_PER_MINUTE;

        private Builder(String path) {
            this.path = path;
        }

        /** How many requests with reports are taken in a minute, 1 to 1000000; {@value #MAX_PER_MINUTE} by default. */
        public Builder maxPerMinute(int requests) {
            maxPerMinute = requests;
            return this;
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
         */
        public ReportsPolicy build() {
            Problems problems = new Problems();
            PathPattern pattern = literal(problems);
            if (maxPerMinute < 1 || maxPerMinute > MOST_PER_MINUTE) {
                problems.error(
                        "BW-REPORT-002",
                        "max-per-minute",
                        Integer.toString(maxPerMinute),
                        "1 to " + MOST_PER_MINUTE,
                        "Leave the path out to take no reports at all.");
            }
            problems.throwIfInvalid();
            return new ReportsPolicy(Objects.requireNonNull(pattern), maxPerMinute);
        }

        private @Nullable PathPattern literal(Problems problems) {
            if (path.contains("://")) {
                problems.error(
                        "BW-REPORT-001",
                        "path",
                        path,
                        "a path of this service",
                        "For an address elsewhere leave the path out and set reporting.endpoint.");
                return null;
            }
            PathPattern pattern = PathPattern.parse(path, "path", problems);
            if (pattern == null || (pattern.isLiteral() && !path.equals("/"))) {
                return pattern;
            }
            problems.error(
                    "BW-REPORT-001",
                    "path",
                    path,
                    "one path, without wildcards, that is not the root",
                    "Write for example /breakwater/reports.");
            return null;
        }
    }
}
