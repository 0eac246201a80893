/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.policy.RequestMatcher;
import io.github.bucket4j.BucketConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    /** What these limits are, of those that come from one policy. */
    enum Role {
        /** The policy's own. */
        OWN,
        /** A plan's, in the policy's own buckets. */
        PLAN,
        /** Charged until the user is known. */
        PROVISIONAL,
        /** Those of the network around a caller; clients never see them. */
        NETWORK
    }

    private final RateLimitPolicy owner;
    private final Role role;
    private final String name;
    private final RequestMatcher requests;
    private final List<CallerKey> key;
    private final List<Limit> limits;
    private final long burst;
    private final long cost;
    private final @Nullable CostResolver costResolver;
    private final CountedRequests count;
    private final Mode mode;
    private final List<String> replaces;
    private final OnStoreFailure onStoreFailure;
    private final List<Problem> warnings;
    private final String id;
    private final List<String> items;
    private final boolean blocking;
    private final boolean byUser;
    private final Map<String, List<Limit>> plans;
    private final @Nullable BucketConfiguration bucket;
    private final PolicyField field;
    private final @Nullable RateLimitPolicy whole;

    // Made anew whenever the number of instances changes, and found here by every request until then.
    private volatile @Nullable Share share;

    private RateLimitPolicy(Builder builder, Problems problems) {
        owner = this;
        whole = null;
        role = Role.OWN;
        name = builder.name;
        requests = RequestMatcher.of(builder.methods, builder.paths).except(builder.exemptPaths);
        key = List.copyOf(builder.key);
        limits = List.copyOf(builder.limits);
        burst = builder.burst;
        cost = builder.cost;
        costResolver = builder.costResolver;
        count = builder.count;
        mode = builder.mode;
        replaces = List.copyOf(builder.replaces);
        onStoreFailure = builder.onStoreFailure;
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(builder.plans));
        id = name.toLowerCase(Locale.ROOT);
        items = itemNames(name, limits);
        blocking = limits.get(0).count() == 0;
        byUser = key.contains(CallerKey.USER);
        bucket = blocking ? null : BucketConfigurations.of(this);
        field = new PolicyField(this, this);
        warnings = PolicyDoubts.noted(this, problems);
    }

    /** Other limits of the same policy. */
    private RateLimitPolicy(RateLimitPolicy owner, Role role, String id, List<Limit> limits, long burst) {
        this(owner, role, id, limits, burst, null);
    }

    private RateLimitPolicy(
            RateLimitPolicy owner,
            Role role,
            String id,
            List<Limit> limits,
            long burst,
            @Nullable RateLimitPolicy whole) {
        this.owner = owner;
        this.whole = whole;
        this.role = role;
        this.id = id;
        this.limits = limits;
        this.burst = burst;
        name = owner.name;
        requests = owner.requests;
        key = owner.key;
        cost = owner.cost;
        costResolver = owner.costResolver;
        count = owner.count;
        mode = owner.mode;
        replaces = owner.replaces;
        onStoreFailure = owner.onStoreFailure;
        plans = Map.of();
        warnings = List.of();
        items = itemNames(name, limits);
        blocking = limits.get(0).count() == 0;
        byUser = owner.byUser;
        bucket = blocking ? null : BucketConfigurations.of(this);
        field = new PolicyField(this, whole());
    }

    // Every window is an item of the wire format and needs a name of its own there.
    static List<String> itemNames(String name, List<Limit> limits) {
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
        long tokens = burst > 0 ? burst : limits.get(limit).count();
        return whole == null ? tokens : Math.max(tokens, Math.min(cost, whole.capacity(limit)));
    }

    /** How many tokens a request costs, if nothing else is resolved. */
    public long cost() {
        return cost;
    }

    /** Which requests stay charged. */
    public CountedRequests count() {
        return count;
    }

    /** Whether its decisions are acted upon. */
    public Mode mode() {
        return mode;
    }

    /** The names of the policies that this one stands in for where it is about a request. */
    public List<String> replaces() {
        return replaces;
    }

    /** The limits by plan, for callers who are not on the policy's own. */
    public Map<String, List<Limit>> plans() {
        return plans;
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

    /** Whether a caller known by this key is the one who is charged in the end. */
    boolean isSettledBy(CallerKey found) {
        int user = key.indexOf(CallerKey.USER);
        return user < 0 || key.indexOf(found) <= user;
    }

    @Nullable
    CostResolver costResolver() {
        return costResolver;
    }

    /** The policy whose limits these are: itself, unless it is one of the forms below. */
    RateLimitPolicy owner() {
        return owner;
    }

    Role role() {
        return role;
    }

    boolean isProvisional() {
        return role == Role.PROVISIONAL;
    }

    // No name has such a character, so these buckets are nobody else's.

    /** The same limits for whoever is charged until the user is known. */
    RateLimitPolicy provisional() {
        return new RateLimitPolicy(this, Role.PROVISIONAL, id + "?", limits, burst);
    }

    /** A plan's limits in the same buckets, so that a caller who changes plan takes along what is used up. */
    RateLimitPolicy onPlan(List<Limit> others) {
        return new RateLimitPolicy(this, Role.PLAN, id, List.copyOf(others), 0);
    }

    /** Whether a caller has the same limits under both, on every plan. */
    boolean hasLimitsOf(RateLimitPolicy other) {
        return limits.equals(other.limits) && burst == other.burst && plans.equals(other.plans);
    }

    /** Whether a bucket with these limits is that of a caller who was on another plan of this policy until now. */
    boolean isOtherPlan(BucketConfiguration found) {
        return (role == Role.OWN || role == Role.PLAN) && !hasBucket(found) && owner.hasForm(found);
    }

    private boolean hasForm(BucketConfiguration found) {
        return hasBucket(found)
                || plans.values().stream().anyMatch(plan -> onPlan(plan).hasBucket(found));
    }

    private boolean hasBucket(BucketConfiguration found) {
        return bucket != null && BucketConfigurations.areSame(bucket, found);
    }

    /** So many times these limits, for the network of this prefix length around a caller. */
    RateLimitPolicy around(String network, int times) {
        List<Limit> wider = new ArrayList<>();
        for (Limit limit : limits) {
            wider.add(new Limit(Saturated.times(limit.count(), times), limit.windowNanos()));
        }
        return new RateLimitPolicy(
                owner, Role.NETWORK, id + network, List.copyOf(wider), Saturated.times(burst, times));
    }

    /**
     * What one of so many instances grants while nobody can say what the others have granted: an equal part of each limit,
     * rounded up, in the same role and in buckets of the same name. Its bucket holds at least what a request costs, or
     * requests that cost more than an instance's part would be refused for as long as the store is away.
     *
     * @return the same one each time, until it is another number
     */
    RateLimitPolicy share(int instances) {
        if (instances == 1) {
            return this;
        }
        Share known = share;
        if (known == null || known.instances != instances) {
            known = new Share(instances, divided(instances));
            share = known;
        }
        return known.policy;
    }

    private RateLimitPolicy divided(int instances) {
        List<Limit> parts = limits.stream()
                .map(limit -> new Limit(part(limit.count(), instances), limit.windowNanos()))
                .toList();
        return new RateLimitPolicy(owner, role, id, parts, part(burst, instances), this);
    }

    private static long part(long tokens, int instances) {
        return tokens / instances + (tokens % instances == 0 ? 0 : 1);
    }

    /** What this is a share of: what clients are told the policy is. Itself, if it is no share. */
    RateLimitPolicy whole() {
        return whole == null ? this : whole;
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

    private record Share(int instances, RateLimitPolicy policy) {}

    /** Puts a policy together. Not for use by several threads. */
    public static final class Builder {
        private final String name;
        private final Problems given = new Problems();
        private final List<PathPattern> paths = new ArrayList<>();
        private final List<PathPattern> exemptPaths = new ArrayList<>();
        private final List<String> methods = new ArrayList<>();
        private List<CallerKey> key = List.of(CallerKey.IP);
        private final List<Limit> limits = new ArrayList<>();
        private boolean unreadable;
        private long burst;
        private boolean bursting;
        private long cost = 1;
        private @Nullable CostResolver costResolver;
        private CountedRequests count = CountedRequests.ALL;
        private Mode mode = Mode.ENFORCE;
        private final List<String> replaces = new ArrayList<>();
        private final Map<String, List<Limit>> plans = new LinkedHashMap<>();
        private OnStoreFailure onStoreFailure = OnStoreFailure.LOCAL;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds path patterns; without any, all paths are meant. */
        public Builder paths(String... patterns) {
            add(patterns, "paths", paths);
            return this;
        }

        /** Adds patterns of paths that are left out, whatever {@link #paths} says. */
        public Builder exemptPaths(String... patterns) {
            add(patterns, "exempt-paths", exemptPaths);
            return this;
        }

        private void add(String[] patterns, String key, List<PathPattern> target) {
            for (String pattern : patterns) {
                PathPattern parsed = PathPattern.parse(pattern, key + "[" + target.size() + "]", given);
                target.add(parsed == null ? PathPattern.all() : parsed);
            }
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

        /** How many tokens a request costs, where that depends on the request. */
        public Builder cost(CostResolver resolver) {
            costResolver = resolver;
            return this;
        }

        /** Which requests stay charged; {@link CountedRequests#ALL} unless given. */
        public Builder count(CountedRequests which) {
            count = which;
            return this;
        }

        /** Whether its decisions are acted upon; {@link Mode#ENFORCE} unless given. */
        public Builder mode(Mode how) {
            mode = how;
            return this;
        }

        /** Adds names of policies that this one stands in for where it is about a request; case does not count. */
        public Builder replaces(String... names) {
            replaces.addAll(Arrays.asList(names));
            return this;
        }

        /** Adds a plan: these limits in place of the policy's own for callers whom a {@link PlanResolver} puts on it. */
        public Builder plan(String plan, String... words) {
            List<Limit> parsed = new ArrayList<>();
            for (String text : words) {
                parsed.addAll(Limit.parse(text, PolicyChecks.planPath(plan), given));
            }
            if (words.length == 0) {
                PolicyChecks.planEmpty(plan, given);
            }
            if (plans.put(plan, List.copyOf(parsed)) != null) {
                PolicyChecks.planTwice(plan, given);
            }
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
            checks.plans(plans, cost);
            problems.throwIfInvalid();
            return new RateLimitPolicy(this, problems);
        }
    }
}
