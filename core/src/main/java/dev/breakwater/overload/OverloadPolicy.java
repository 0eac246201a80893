/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.policy.RequestMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many requests the service takes at a time, and what becomes of the others. By default they are counted, so that the
 * number can be chosen, and none is refused. Immutable.
 */
public final class OverloadPolicy {
    /** The most that {@link Builder#maxConcurrent} takes. */
    public static final int MOST_CONCURRENT = 1_000_000;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final Mode mode;
    private final Limits limits;
    private final @Nullable RequestMatcher critical;
    private final @Nullable RequestMatcher exempt;
    private final Duration retryAfter;
    private final List<Problem> warnings;

    private OverloadPolicy(Builder builder, Problems problems) {
        List<PathPattern> criticalPaths = paths(builder.criticalPaths, "critical-paths", problems);
        List<PathPattern> exemptPaths = paths(builder.exemptPaths, "exempt-paths", problems);
        builder.check(problems);
        problems.throwIfInvalid();
        Integer most = builder.maxConcurrent;
        mode = builder.mode != null ? builder.mode : most == null ? Mode.SHADOW : Mode.ENFORCE;
        critical = matcher(criticalPaths);
        exempt = matcher(exemptPaths);
        limits = most == null
                ? Limits.NONE
                : new Limits(
                        most, isShadow() ? 0 : builder.maxWait.toNanos(), critical != null && !isShadow(), !isShadow());
        retryAfter = builder.retryAfter;
        warnings = problems.warnings();
    }

    /** Whether requests are refused. */
    public enum Mode {
        /** What is beyond the limit is refused. */
        ENFORCE,
        /** What is beyond the limit is only reported. */
        SHADOW
    }

    /** Begins a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether requests beyond the limit are only reported. */
    public boolean isShadow() {
        return mode == Mode.SHADOW;
    }

    /** Whether there is a limit; without one, requests are counted. */
    public boolean isLimited() {
        return limits.isLimited();
    }

    /** When a refused client may come again, before the spread that is added to it. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** What is doubtful about it. */
    public List<Problem> warnings() {
        return warnings;
    }

    Limits limits() {
        return limits;
    }

    boolean isCritical(String path) {
        return critical != null && critical.matches("", path);
    }

    boolean isExempt(String path) {
        return exempt != null && exempt.matches("", path);
    }

    private static @Nullable RequestMatcher matcher(List<PathPattern> paths) {
        return paths.isEmpty() ? null : RequestMatcher.of(List.of(), paths);
    }

    private static List<PathPattern> paths(List<String> texts, String key, Problems problems) {
        List<PathPattern> paths = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            PathPattern path = PathPattern.parse(texts.get(i), key + "[" + i + "]", problems);
            if (path != null) {
                paths.add(path);
            }
        }
        return paths;
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private @Nullable Integer maxConcurrent;
        private @Nullable Mode mode;
        private Duration maxWait = Duration.ZERO;
        private Duration retryAfter = Duration.ofSeconds(1);
        private List<String> criticalPaths = List.of();
        private List<String> exemptPaths = List.of("/actuator/**");

        private Builder() {}

        /** How many requests may be in flight, 1 to {@value #MOST_CONCURRENT}; without a number they are only counted. */
        public Builder maxConcurrent(int requests) {
            maxConcurrent = requests;
            return this;
        }

        /** What happens beyond the limit; by default {@link Mode#ENFORCE} if there is a number, else {@link Mode#SHADOW}. */
        public Builder mode(Mode what) {
            mode = what;
            return this;
        }

        /**
         * How long a request may wait for its turn, up to 30 seconds; by default none waits. At most as many wait as may
         * be in flight. In a servlet container each that waits holds a thread.
         */
        public Builder maxWait(Duration wait) {
            maxWait = wait;
            return this;
        }

        /** Patterns of the paths that are shed last; none by default. */
        public Builder criticalPaths(Collection<String> patterns) {
            criticalPaths = List.copyOf(patterns);
            return this;
        }

        /** Patterns of the paths that are neither counted nor refused; {@code /actuator/**} by default. */
        public Builder exemptPaths(Collection<String> patterns) {
            exemptPaths = List.copyOf(patterns);
            return this;
        }

        /** When a refused client may come again, 1 second to 1 hour; 1 second by default. A spread is added to it. */
        public Builder retryAfter(Duration wait) {
            retryAfter = wait;
            return this;
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
         */
        public OverloadPolicy build() {
            return new OverloadPolicy(this, new Problems());
        }

        private void check(Problems problems) {
            Integer most = maxConcurrent;
            if (most != null && (most < 1 || most > MOST_CONCURRENT)) {
                problems.error(
                        "BW-OVERLOAD-001",
                        "max-concurrent",
                        most.toString(),
                        "1 to " + MOST_CONCURRENT,
                        "Leave it out to count requests without refusing any.");
            }
            if (maxWait.isNegative() || maxWait.compareTo(LONGEST_WAIT) > 0) {
                problems.error(
                        "BW-OVERLOAD-002",
                        "max-wait",
                        maxWait.toString(),
                        "0 to " + LONGEST_WAIT.toSeconds() + " seconds",
                        "Use a fraction of what clients wait for, such as 100ms.");
            }
            if (retryAfter.compareTo(Duration.ofSeconds(1)) < 0 || retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0) {
                problems.error(
                        "BW-OVERLOAD-003",
                        "retry-after",
                        retryAfter.toString(),
                        "1 second to 1 hour",
                        "Use 1s; Retry-After knows whole seconds only.");
            }
            checkTogether(problems);
        }

        private void checkTogether(Problems problems) {
            if (maxConcurrent != null) {
                return;
            }
            if (mode == Mode.ENFORCE) {
                problems.error(
                        "BW-OVERLOAD-004",
                        "mode",
                        "enforce",
                        "max-concurrent beside it, because there is nothing to enforce without a number",
                        "Set max-concurrent, or use shadow and choose it by the peak that is observed.");
            }
            if (!maxWait.isZero() || !criticalPaths.isEmpty()) {
                problems.warning(
                        "BW-OVERLOAD-005",
                        maxWait.isZero() ? "critical-paths" : "max-wait",
                        maxWait.isZero() ? String.join(", ", criticalPaths) : maxWait.toMillis() + "ms",
                        "max-concurrent beside it",
                        "Without a number nothing is refused and nothing waits.");
            }
        }
    }
}
