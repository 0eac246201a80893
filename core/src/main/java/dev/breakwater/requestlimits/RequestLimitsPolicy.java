/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import dev.breakwater.exchange.BodyLimit;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.PathMap;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large a request may be and how long it may take. Body and time can differ by path: of all patterns for which
 * something is said about the one, the most specific wins, whatever is said about the other. Immutable, safe for use by
 * many threads.
 *
 * <pre>{@code
 * RequestLimitsPolicy.builder()
 *         .timeout(Duration.ofSeconds(10))
 *         .maxBodySize(50 << 20, List.of("/upload/**"))
 *         .build();
 * }</pre>
 */
public final class RequestLimitsPolicy {
    // Longer than any process runs, and short enough to be added to any clock reading.
    private static final Duration LONGEST = Duration.ofDays(365);

    private final long maxUriLength;
    private final int maxHeaders;
    private final long maxHeaderSize;
    private final BodyLimit bodyLimit;
    private final PathMap<BodyLimit> bodyLimits;
    private final long timeoutNanos;
    private final PathMap<Long> timeouts;
    private final @Nullable String deadlineHeader;

    private RequestLimitsPolicy(Builder builder, PathMap<BodyLimit> bodyLimits, PathMap<Long> timeouts) {
        maxUriLength = builder.maxUriLength;
        maxHeaders = builder.maxHeaders;
        maxHeaderSize = builder.maxHeaderSize;
        bodyLimit = bodyLimit(builder.maxBodySize);
        timeoutNanos = builder.timeout == null ? 0 : builder.timeout.toNanos();
        this.bodyLimits = bodyLimits;
        this.timeouts = timeouts;
        deadlineHeader = builder.deadlineHeader;
    }

    /** The defaults. */
    public static RequestLimitsPolicy defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The most bytes of path and query together, as sent. */
    public long maxUriLength() {
        return maxUriLength;
    }

    /** The most header lines. */
    public int maxHeaders() {
        return maxHeaders;
    }

    /** The most bytes of all names and values together. */
    public long maxHeaderSize() {
        return maxHeaderSize;
    }

    /** The limit of bodies that are sent to a path. */
    BodyLimit bodyLimit(String path) {
        BodyLimit own = bodyLimits.find(path);
        return own == null ? bodyLimit : own;
    }

    /** How long a request to a path may take; 0 if it may take for ever. */
    long timeoutNanos(String path) {
        Long own = timeouts.find(path);
        return own == null ? timeoutNanos : own;
    }

    /** The request header that says how many milliseconds are left for its answer; null if none does. */
    @Nullable
    String deadlineHeader() {
        return deadlineHeader;
    }

    private static BodyLimit bodyLimit(long maxBytes) {
        return new BodyLimit(maxBytes, Refusals.bodyTooLarge(maxBytes), Refusals.lengthRequired(maxBytes));
    }

    /** Collects a policy. Not for use by several threads. */
    public static final class Builder {
        private final List<Rule> rules = new ArrayList<>();
        private long maxUriLength = 8 << 10;
        private int maxHeaders = 100;
        private long maxHeaderSize = 16 << 10;
        private long maxBodySize = 1 << 20;
        private @Nullable Duration timeout;
        private @Nullable String deadlineHeader;

        private Builder() {}

        /** The most bytes of path and query together, as sent; 8 KB by default. Longer ones get 414. */
        public Builder maxUriLength(long bytes) {
            maxUriLength = bytes;
            return this;
        }

        /** The most header lines; 100 by default. More get 431. */
        public Builder maxHeaders(int lines) {
            maxHeaders = lines;
            return this;
        }

        /** The most bytes of all header names and values together; 16 KB by default. More get 431. */
        public Builder maxHeaderSize(long bytes) {
            maxHeaderSize = bytes;
            return this;
        }

        /** The most bytes of a body, without its framing; 1 MB by default. Longer ones get 413. */
        public Builder maxBodySize(long bytes) {
            maxBodySize = bytes;
            return this;
        }

        /** How long a request may take until something of its answer is sent; for ever by default. Late ones get 503. */
        public Builder timeout(Duration longest) {
            timeout = longest;
            return this;
        }

        /**
         * The request header in which callers say how many milliseconds they wait for the answer; none by default. It only
         * ever shortens the time that a request may take. What is no number is ignored; from 0 down it is too late already.
         */
        public Builder deadlineHeader(String name) {
            deadlineHeader = name;
            return this;
        }

        /**
         * Differs where one of these patterns matches.
         *
         * @param paths patterns over paths
         * @param bytes in place of {@link #maxBodySize(long)}, or null for what holds otherwise
         * @param longest in place of {@link #timeout(Duration)}, or null for what holds otherwise; 0 for ever
         */
        public Builder rule(Collection<String> paths, @Nullable Long bytes, @Nullable Duration longest) {
            rules.add(new Rule(List.copyOf(paths), bytes, longest));
            return this;
        }

        /**
         * The finished policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong
         */
        public RequestLimitsPolicy build() {
            Problems problems = new Problems();
            check("max-uri-length", maxUriLength, 1, problems);
            check("max-headers", maxHeaders, 1, problems);
            check("max-header-size", maxHeaderSize, 1, problems);
            check("max-body-size", maxBodySize, 0, problems);
            check("timeout", timeout, problems);
            checkHeader(problems);
            PathMap.Builder<BodyLimit> bodies = PathMap.builder();
            PathMap.Builder<Long> timeouts = PathMap.builder();
            for (int i = 0; i < rules.size(); i++) {
                add(rules.get(i), "rules[" + i + "]", bodies, timeouts, problems);
            }
            problems.throwIfInvalid();
            return new RequestLimitsPolicy(this, bodies.build(), timeouts.build());
        }

        private void checkHeader(Problems problems) {
            if (deadlineHeader != null && !HeaderSyntax.isToken(deadlineHeader)) {
                problems.error(
                        "BW-REQUEST-005",
                        "deadline-header",
                        '"' + deadlineHeader + '"',
                        "the name of a header",
                        "Name the header that callers send, such as X-Request-Timeout.");
            }
        }

        private static void add(
                Rule rule,
                String path,
                PathMap.Builder<BodyLimit> bodies,
                PathMap.Builder<Long> timeouts,
                Problems problems) {
            check(rule, path, problems);
            for (int i = 0; i < rule.paths.size(); i++) {
                PathPattern pattern = PathPattern.parse(rule.paths.get(i), path + ".paths[" + i + "]", problems);
                if (pattern != null && rule.maxBodySize != null) {
                    bodies.put(pattern, bodyLimit(rule.maxBodySize));
                }
                if (pattern != null && rule.timeout != null && !problems.hasErrors()) {
                    timeouts.put(pattern, rule.timeout.toNanos());
                }
            }
        }

        private static void check(Rule rule, String path, Problems problems) {
            if (rule.paths.isEmpty()) {
                problems.error(
                        "BW-REQUEST-003", path + ".paths", "none", "a pattern over paths", "Say where it holds.");
            }
            if (rule.maxBodySize == null && rule.timeout == null) {
                problems.error(
                        "BW-REQUEST-004",
                        path,
                        "neither max-body-size nor timeout",
                        "one of them",
                        "Say what differs there, or remove the rule.");
            }
            check(path + ".max-body-size", rule.maxBodySize == null ? 0 : rule.maxBodySize, 0, problems);
            check(path + ".timeout", rule.timeout, problems);
        }

        private static void check(String path, long value, long least, Problems problems) {
            if (value < least) {
                problems.error(
                        "BW-REQUEST-001",
                        path,
                        Long.toString(value),
                        "at least " + least,
                        "Raise it; a request that large must be possible.");
            }
        }

        private static void check(String path, @Nullable Duration longest, Problems problems) {
            if (longest != null && (longest.isNegative() || longest.compareTo(LONGEST) > 0)) {
                problems.error(
                        "BW-REQUEST-002",
                        path,
                        longest.toString(),
                        "a duration from 0, which is for ever, to 365 days",
                        "Say how long a request may take.");
            }
        }
    }

    private record Rule(
            List<String> paths,
            @Nullable Long maxBodySize,
            @Nullable Duration timeout) {}
}
