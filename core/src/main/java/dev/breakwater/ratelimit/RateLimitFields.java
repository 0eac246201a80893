/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told about their limits, and in which words: by default {@link RateLimitDialect#DRAFT_11}, no
 * partition key, and a {@code Retry-After} that is the wait itself. Immutable.
 */
public final class RateLimitFields {
    /** A secret must be this long, so that it cannot be guessed. */
    public static final int MIN_SECRET_LENGTH = 16;

    /** The longest {@code Retry-After} may be spread. */
    public static final Duration MAX_JITTER = Duration.ofHours(1);

    static final String RETRY_AFTER = "Retry-After";

    private static final RateLimitFields STANDARD = builder().build();

    private final List<RateLimitDialect> dialects;
    private final @Nullable String partitionKeySecret;
    private final Duration retryAfterJitter;

    private RateLimitFields(Builder builder) {
        dialects = List.copyOf(builder.dialects);
        partitionKeySecret = builder.partitionKeySecret;
        retryAfterJitter = builder.retryAfterJitter;
    }

    /** The defaults. */
    public static RateLimitFields standard() {
        return STANDARD;
    }

    /**
     * In these words, and the defaults else.
     *
     * @throws InvalidPolicyException if they contradict each other
     */
    public static RateLimitFields of(RateLimitDialect... dialects) {
        return builder().dialects(List.of(dialects)).build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** In which words clients are told; all of them are sent. */
    public List<RateLimitDialect> dialects() {
        return dialects;
    }

    /** The most that a refusal's {@code Retry-After} is longer than the wait. */
    public Duration retryAfterJitter() {
        return retryAfterJitter;
    }

    /** Every response field that may be sent, for lists of fields that scripts may read. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        dialects.forEach(dialect -> names.addAll(dialect.names()));
        names.add(RETRY_AFTER);
        return List.copyOf(names);
    }

    /** Whether windows are told, which must be whole seconds then. */
    boolean tellWindows() {
        return dialects.stream().anyMatch(RateLimitDialect::tellsWindows);
    }

    @Nullable
    String partitionKeySecret() {
        return partitionKeySecret;
    }

    /** The dialects; never the secret. */
    @Override
    public String toString() {
        return dialects.toString();
    }

    /** Puts them together. Not for use by several threads. */
    public static final class Builder {
        private List<RateLimitDialect> dialects = List.of(RateLimitDialect.DRAFT_11);
        private @Nullable String partitionKeySecret;
        private Duration retryAfterJitter = Duration.ZERO;

        private Builder() {}

        /** In which words clients are told, {@link RateLimitDialect#DRAFT_11} by default; all of them are sent. */
        public Builder dialects(List<RateLimitDialect> words) {
            dialects = List.copyOf(words);
            return this;
        }

        /**
         * Switches partition keys on: each item then names the caller that is charged, as a code that is of no use
         * without this secret. Off by default; only the dialects of draft 11 have them.
         *
         * @param secret {@value #MIN_SECRET_LENGTH} characters or more; the same on all instances of a service
         */
        public Builder partitionKeySecret(String secret) {
            partitionKeySecret = secret;
            return this;
        }

        /**
         * Spreads the return of clients that are refused together: each is told to wait for up to this much longer than
         * it must. None by default, {@link #MAX_JITTER} at most.
         */
        public Builder retryAfterJitter(Duration most) {
            retryAfterJitter = most;
            return this;
        }

        /**
         * The fields.
         *
         * @throws InvalidPolicyException with everything that is wrong with them
         */
        public RateLimitFields build() {
            Problems problems = new Problems();
            if (dialects.isEmpty()) {
                problems.error("BW-RATE-032", "headers", "", "at least one dialect", "Write none to send no fields.");
            }
            checkContradictions(problems);
            checkSecret(problems);
            checkJitter(problems);
            problems.throwIfInvalid();
            return new RateLimitFields(this);
        }

        private void checkContradictions(Problems problems) {
            Map<String, RateLimitDialect> owners = new HashMap<>();
            for (int i = 0; i < dialects.size(); i++) {
                RateLimitDialect dialect = dialects.get(i);
                if (dialect == RateLimitDialect.NONE && dialects.size() > 1) {
                    problems.error(
                            "BW-RATE-033",
                            "headers[" + i + "]",
                            dialect.toString(),
                            "none alone, or the others without it",
                            "Remove none, or everything else.");
                }
                claim(dialect, owners, "headers[" + i + "]", problems);
            }
        }

        private static void claim(
                RateLimitDialect dialect, Map<String, RateLimitDialect> owners, String path, Problems problems) {
            for (String name : dialect.names()) {
                RateLimitDialect owner = owners.putIfAbsent(name, dialect);
                if (owner != null) {
                    problems.error(
                            "BW-RATE-034",
                            path,
                            dialect.toString(),
                            "a dialect with fields of its own; " + owner + " speaks in " + name + ", too",
                            "Remove one of the two.");
                    return;
                }
            }
        }

        private void checkSecret(Problems problems) {
            String secret = partitionKeySecret;
            if (secret == null) {
                return;
            }
            if (secret.length() < MIN_SECRET_LENGTH) {
                problems.error(
                        "BW-RATE-035",
                        "partition-key-secret",
                        secret.length() + " characters",
                        "at least " + MIN_SECRET_LENGTH + " characters",
                        "Make one with openssl rand -hex 24.");
            }
        }

        private void checkJitter(Problems problems) {
            if (retryAfterJitter.isNegative() || retryAfterJitter.compareTo(MAX_JITTER) > 0) {
                problems.error(
                        "BW-RATE-036",
                        "retry-after-jitter",
                        TimeUnit.MILLISECONDS.convert(retryAfterJitter) + "ms",
                        "0s to 1h",
                        "Choose a few seconds, about as long as the load takes to pass.");
            }
        }
    }
}
