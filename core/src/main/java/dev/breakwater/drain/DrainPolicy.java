/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

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
 * How long each part of a drain takes. By default everything is served for 5 seconds more, then what is in flight is
 * awaited for up to 20, which leaves 5 of the 30 that Kubernetes gives. Immutable.
 */
public final class DrainPolicy {
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    private final Duration delay;
    private final boolean delayChosen;
    private final Duration timeout;
    private final @Nullable RequestMatcher exempt;
    private final boolean endsProcess;
    private final List<Problem> warnings;

    private DrainPolicy(Builder builder, Problems problems) {
        List<PathPattern> paths = paths(builder.exemptPaths, problems);
        builder.check(problems);
        problems.throwIfInvalid();
        delay = builder.delay;
        delayChosen = builder.delayChosen;
        timeout = builder.timeout;
        exempt = paths.isEmpty() ? null : RequestMatcher.of(List.of(), paths);
        endsProcess = builder.endsProcess;
        warnings = problems.warnings();
    }

    /** Begins a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** The policy of all defaults. */
    public static DrainPolicy defaults() {
        return builder().build();
    }

    /** How long everything is served after a drain began. */
    public Duration delay() {
        return delay;
    }

    /** How long after that what is in flight is awaited. */
    public Duration timeout() {
        return timeout;
    }

    /** Whether a shutdown hook ends the process with a status of its own once the drain has ended. */
    public boolean endsProcess() {
        return endsProcess;
    }

    /** What is doubtful about it. */
    public List<Problem> warnings() {
        return warnings;
    }

    boolean isDelayChosen() {
        return delayChosen;
    }

    boolean isExempt(String path) {
        return exempt != null && exempt.matches("", path);
    }

    private static List<PathPattern> paths(List<String> texts, Problems problems) {
        List<PathPattern> paths = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            PathPattern path = PathPattern.parse(texts.get(i), "drain-exempt-paths[" + i + "]", problems);
            if (path != null) {
                paths.add(path);
            }
        }
        return paths;
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private Duration delay = Duration.ofSeconds(5);
        private boolean delayChosen;
        private Duration timeout = Duration.ofSeconds(20);
        private Duration gracePeriod = Duration.ofSeconds(30);
        private boolean endsProcess;
        private List<String> exemptPaths = List.of("/actuator/**");

        private Builder() {}

        /**
         * How long everything is served after a drain began, 0 to 1 hour; by default 5 seconds, or none if nobody would
         * notice. Longer than it takes until whoever sends traffic has read that this instance is not ready and acted on it.
         */
        public Builder delay(Duration span) {
            delay = span;
            delayChosen = true;
            return this;
        }

        /** How long after the delay what is in flight is awaited, 0 to 1 day; 20 seconds by default. */
        public Builder timeout(Duration span) {
            timeout = span;
            return this;
        }

        /**
         * How long the platform waits from the signal until it kills the process; 30 seconds by default, as in Kubernetes.
         * Only to warn of a drain that would be cut off.
         */
        public Builder gracePeriod(Duration span) {
            gracePeriod = span;
            return this;
        }

        /** Patterns of the paths that are neither counted nor refused; {@code /actuator/**} by default. */
        public Builder exemptPaths(Collection<String> patterns) {
            exemptPaths = List.copyOf(patterns);
            return this;
        }

        /**
         * Whether a shutdown hook ends the process once the drain has ended, with 0 if all requests in flight have ended and
         * with 1 otherwise; by default the JVM does, with 143 after SIGTERM. It does not wait for other shutdown hooks.
         */
        public Builder endsProcess(boolean wanted) {
            endsProcess = wanted;
            return this;
        }

        /**
         * The policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
         */
        public DrainPolicy build() {
            return new DrainPolicy(this, new Problems());
        }

        private void check(Problems problems) {
            checkRange(
                    "BW-HEALTH-060", "drain-delay", delay, LONGEST_DELAY, "Use 5s, or 0s to refuse at once.", problems);
            checkRange("BW-HEALTH-061", "drain-timeout", timeout, LONGEST_TIMEOUT, "Use 20s.", problems);
            if (problems.hasErrors() || delay.plus(timeout).compareTo(gracePeriod) < 0) {
                return;
            }
            problems.warning(
                    "BW-HEALTH-062",
                    "grace-period",
                    text(gracePeriod),
                    "more than drain-delay and drain-timeout together, which are " + text(delay.plus(timeout)),
                    "The platform would kill the process before the drain ends: shorten drain-timeout, or give the"
                            + " process more time (terminationGracePeriodSeconds) and say so in health.grace-period.");
        }

        private static void checkRange(
                String code, String path, Duration value, Duration most, String fix, Problems problems) {
            if (value.isNegative() || value.compareTo(most) > 0) {
                problems.error(code, path, value.toString(), "0 to " + most.toHours() + " hours", fix);
            }
        }

        private static String text(Duration span) {
            return span.toMillisPart() == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
        }
    }
}
