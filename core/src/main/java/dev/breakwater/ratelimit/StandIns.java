/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.NearestName;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks which policies stand in for which: all are there, and none stands in for itself, not even by way of others. */
final class StandIns {
    private final TreeMap<String, RateLimitPolicy> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> known = new HashSet<>();
    private final Problems problems;

    private StandIns(List<RateLimitPolicy> policies, Collection<String> alsoNamed, Problems problems) {
        this.problems = problems;
        policies.forEach(policy -> byName.putIfAbsent(policy.name(), policy));
        known.addAll(byName.keySet());
        known.addAll(alsoNamed);
    }

    static void check(List<RateLimitPolicy> policies, Collection<String> alsoNamed, Problems problems) {
        StandIns check = new StandIns(policies, alsoNamed, problems);
        for (int i = 0; i < policies.size(); i++) {
            for (int j = 0; j < policies.get(i).replaces().size(); j++) {
                check.one(policies.get(i), j, "policies[" + i + "].replaces[" + j + "]");
            }
        }
    }

    private void one(RateLimitPolicy policy, int index, String path) {
        String name = policy.replaces().get(index);
        if (known.stream().noneMatch(name::equalsIgnoreCase)) {
            unknown(policy, name, path);
            return;
        }
        List<String> way = way(byName.get(name), policy, new ArrayList<>());
        if (way != null) {
            problems.error(
                    "BW-RATE-030",
                    path,
                    name,
                    "policies that do not stand in for one another in a circle",
                    policy.name() + " would stand in for itself by way of " + String.join(", ", way)
                            + "; remove one of these.");
        }
    }

    private void unknown(RateLimitPolicy policy, String name, String path) {
        Set<String> others = new HashSet<>(known);
        others.remove(policy.name());
        String likely = NearestName.of(name, others);
        problems.error(
                "BW-RATE-029",
                path,
                name,
                others.isEmpty() ? "nothing, as there is no other policy" : "one of " + String.join(", ", others),
                likely == null ? "Name a policy of this list, or remove it." : "Did you mean " + likely + "?");
    }

    /** The names from one policy to another, or null if the one does not lead to the other. */
    private @Nullable List<String> way(@Nullable RateLimitPolicy from, RateLimitPolicy to, List<String> passed) {
        if (from == null || passed.contains(from.name())) {
            return null;
        }
        passed.add(from.name());
        if (from == to) {
            return passed;
        }
        for (String next : from.replaces()) {
            List<String> found = way(byName.get(next), to, passed);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
