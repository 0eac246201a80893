/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.policy.RequestMatcher;
import io.github.bucket4j.BucketConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much each caller may do: which requests, told apart by which key, within which limits. By default all requests, by
 * address, one token each, counted on this machine alone while the store is away. Immutable.
 *
 * <pre>{@code
 * RateLimitPolicy.builder("api").paths("/api/**").key(CallerKey.USER, CallerKey.IP).limits("100 per minute").build();
 * }</pre>
 */
public final class RateLimitPolicy {
    private final String name;
    private final RequestMatcher requests;
    private final List<CallerKey> key;
    private final List<Limit> limits;
    private final long burst;
    private final long cost;
    private final OnStoreFailure onStoreFailure;
    private final List<Problem> warnings;
    private final String id;
    private final List<String> items;
    private final boolean blocking;
    private final boolean byUser;
    private final @Nullable BucketConfiguration bucket;
    private final PolicyField field;

    private RateLimitPolicy(Builder builder, Problems problems) {
        name = builder.name;
        requests = RequestMatcher.of(builder.methods, builder.paths);
        key = List.copyOf(builder.key);
        limits = List.copyOf(builder.limits);
        burst = builder.burst;
        cost = builder.cost;
        onStoreFailure = builder.onStoreFailure;
        id = name.toLowerCase(Locale.ROOT);
        items = itemNames(name, limits);
        blocking = limits.get(0).count() == 0;
        byUser = key.contains(CallerKey.USER);
        bucket = blocking ? null : BucketConfigurations.of(this);
        field = new PolicyField(this);
        warnings = PolicyDoubts.noted(this, problems);
    }

    // Every window is an item of the wire format and needs a name of its own there.
    private static List<String> itemNames(String name, List<Limit> limits) {
        return limits.size() == 1
                ? List.of(name)
                : limits.stream().map(limit -> name + "-" + limit.windowLabel()).toList();
    }

    /**
     * Begins a policy.
     *
     * @param name a letter, then up to 63 letters, digits, {@code _ . -}; shown to clients; keeps its buckets when the
     *     policy is changed
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** Which requests are charged. */
    public RequestMatcher requests() {
        return requests;
    }

    /** What tells callers apart; the first that a request has counts. */
    public List<CallerKey> key() {
        return key;
    }

    /** The limits, all of which hold. */
    public List<Limit> limits() {
        return limits;
    }

    /** How many tokens the bucket of this limit holds: the most that can be used at once. */
    public long capacity(int limit) {
        return burst > 0 ? burst : limits.get(limit).count();
    }

    /** How many tokens a request costs. */
    public long cost() {
        return cost;
    }

    /** What happens when the store cannot answer. */
    public OnStoreFailure onStoreFailure() {
        return onStoreFailure;
    }

    /** The names of the limits on the wire, in their order: {@code NAME}, or {@code NAME-1m} if there are several. */
    public List<String> items() {
        return items;
    }

    /** What is doubtful about this policy and worth saying at start-up. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** Whether the limit is 0: no request is ever admitted. */
    public boolean isBlocking() {
        return blocking;
    }

    /** Whether a user counts, so that the policy has the last word after authentication. */
    public boolean needsIdentity() {
        return byUser;
    }

    /** Whether a caller known by this key stays the one who is charged, whoever the user turns out to be. */
    boolean isSettledBy(CallerKey found) {
        int user = key.indexOf(CallerKey.USER);
        return user < 0 || key.indexOf(found) < user;
    }

    /** The name without regard to case, by which buckets are found. */
    String id() {
        return id;
    }

    BucketConfiguration bucket() {
        if (bucket == null) {
            throw new IllegalArgumentException(
                    "policy " + name + " blocks everything (expected: a policy with buckets)");
        }
        return bucket;
    }

    PolicyField field() {
        return field;
    }

    @Override
    public String toString() {
        return name + ": " + limits + " by " + key + ", " + requests;
    }

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private final String name;
        private final Problems given = new Problems();
        private final List<PathPattern> paths = new ArrayList<>();
        private final List<String> methods = new ArrayList<>();
        private List<CallerKey> key = List.of(CallerKey.IP);
        private final List<Limit> limits = new ArrayList<>();
        private boolean unreadable;
        private long burst;
        private boolean bursting;
        private long cost = 1;
        private OnStoreFailure onStoreFailure = OnStoreFailure.LOCAL;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds path patterns; without any, all paths are meant. */
        public Builder paths(String... patterns) {
            for (String pattern : patterns) {
                PathPattern parsed = PathPattern.parse(pattern, "paths[" + paths.size() + "]", given);
                paths.add(parsed == null ? PathPattern.all() : parsed);
            }
            return this;
        }

        /** Adds methods, exactly as clients send them; {@code GET} covers {@code HEAD}; without any, all are meant. */
        public Builder methods(String... more) {
            methods.addAll(Arrays.asList(more));
            return this;
        }

        /** What tells callers apart; the first that a request has counts. {@link CallerKey#IP} unless given. */
        public Builder key(CallerKey... ladder) {
            key = List.of(ladder);
            return this;
        }

        /** The same in words: {@code user}, {@code ip}. */
        public Builder key(String... ladder) {
            List<CallerKey> parsed = new ArrayList<>();
            for (int i = 0; i < ladder.length; i++) {
                CallerKey step = CallerKey.parse(ladder[i], "key[" + i + "]", given);
                parsed.add(step == null ? CallerKey.IP : step);
            }
            key = given.hasErrors() ? List.of(CallerKey.IP) : parsed;
            return this;
        }

        /** Adds limits in words, see {@link Limit#parse(String)}. At least one is required. */
        public Builder limits(String... words) {
            for (String text : words) {
                List<Limit> parsed = Limit.parse(text, "limits[" + limits.size() + "]", given);
                unreadable |= parsed.isEmpty();
                limits.addAll(parsed);
            }
            return this;
        }

        /** Adds limits. */
        public Builder limits(Limit... more) {
            limits.addAll(Arrays.asList(more));
            return this;
        }

        /** How many tokens a full bucket holds, if not the limit's count. Only with a single limit. */
        public Builder burst(long tokens) {
            burst = tokens;
            bursting = true;
            return this;
        }

        /** How many tokens a request costs; 1 unless given. */
        public Builder cost(long tokens) {
            cost = tokens;
            return this;
        }

        /** What happens when the store cannot answer; {@link OnStoreFailure#LOCAL} unless given. */
        public Builder onStoreFailure(OnStoreFailure way) {
            onStoreFailure = way;
            return this;
        }

        /**
         * The policy.
         *
         * @throws InvalidPolicyException with everything that is wrong
         */
        public RateLimitPolicy build() {
            Problems problems = new Problems();
            given.all().forEach(problems::add);
            PolicyChecks checks = new PolicyChecks(problems);
            checks.name(name);
            checks.methods(methods);
            checks.key(key);
            checks.limits(limits, unreadable);
            if (bursting) {
                checks.burst(burst, limits);
            }
            checks.cost(cost, bursting ? burst : -1, limits);
            problems.throwIfInvalid();
            return new RateLimitPolicy(this, problems);
        }
    }
}
