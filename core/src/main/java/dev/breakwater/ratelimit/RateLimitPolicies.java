/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.NearestName;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Policies that stand side by side: all that match a request apply to it. Immutable. */
public final class RateLimitPolicies {
    private final List<RateLimitPolicy> all;
    private final List<Problem> warnings;
    private final Map<String, RateLimitPolicy> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final boolean countFailures;

    private RateLimitPolicies(List<RateLimitPolicy> all, List<Problem> warnings) {
        this.all = all;
        this.warnings = warnings;
        for (RateLimitPolicy policy : all) {
            byName.put(policy.name(), policy);
        }
        countFailures = all.stream().anyMatch(policy -> policy.count() == CountedRequests.FAILURES);
    }

    /**
     * These policies.
     *
     * @throws InvalidPolicyException if two have the same name without regard to case, or one stands in for a policy that
     *     is not there or for itself; paths are like {@code policies[1].name}
     */
    public static RateLimitPolicies of(Collection<RateLimitPolicy> policies) {
        return of(policies, List.of());
    }

    /**
     * These policies.
     *
     * @param alsoNamed names that policies have which are wrong in themselves and said to be so
     */
    public static RateLimitPolicies of(Collection<RateLimitPolicy> policies, Collection<String> alsoNamed) {
        Problems problems = new Problems();
        Map<String, RateLimitPolicy> owners = new HashMap<>();
        int index = 0;
        for (RateLimitPolicy policy : policies) {
            String path = "policies[" + index++ + "]";
            problems.addBelow(path, policy.warnings());
            claim(policy, owners, path + ".name", problems);
        }
        StandIns.check(List.copyOf(policies), alsoNamed, problems);
        problems.throwIfInvalid();
        PolicyDoubts.note(List.copyOf(policies), problems);
        return new RateLimitPolicies(List.copyOf(policies), problems.warnings());
    }

    // Names compare without regard to case, as the next text of the fields' draft demands. A policy's own name is kept
    // free too, because its buckets go by it.
    private static void claim(
            RateLimitPolicy policy, Map<String, RateLimitPolicy> owners, String path, Problems problems) {
        List<String> names = new ArrayList<>(policy.items());
        names.add(policy.name());
        policy.plans().values().forEach(limits -> names.addAll(RateLimitPolicy.itemNames(policy.name(), limits)));
        for (String name : names) {
            RateLimitPolicy owner = owners.putIfAbsent(name.toLowerCase(Locale.ROOT), policy);
            if (owner != null && owner != policy) {
                problems.error(
                        "BW-RATE-016",
                        path,
                        policy.name(),
                        "a name of its own; " + owner.name() + " has the field " + name + ", too",
                        "Rename one of the two.");
                return;
            }
        }
    }

    /** The policies, in the order in which they were given. */
    public List<RateLimitPolicy> all() {
        return all;
    }

    /** What is doubtful and worth saying at start-up. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** Whether any gives charges back at the end of a request. */
    boolean countFailures() {
        return countFailures;
    }

    /** The policy of this name without regard to case. */
    RateLimitPolicy get(String name) {
        RateLimitPolicy policy = byName.get(name);
        if (policy == null) {
            String likely = NearestName.of(name, byName.keySet());
            throw new IllegalArgumentException(
                    "rate limit " + name + ": no such policy (expected: " + String.join(" or ", byName.keySet()) + ")"
                            + (likely == null ? "" : ". Did you mean " + likely + "?"));
        }
        return policy;
    }
}
