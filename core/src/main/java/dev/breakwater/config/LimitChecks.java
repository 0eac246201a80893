/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.health.HealthPolicy;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is doubtful about limits beside everything else that is configured. */
final class LimitChecks {
    private static final int FEW_KEYS = 1000;

    private LimitChecks() {}

    /** Notes it, and hands the limits on. */
    static RateLimitSettings checked(RateLimitSettings limits, @Nullable HealthPolicy health, Problems problems) {
        List<RateLimitPolicy> policies = limits.policies();
        if (problems.hasErrors() || policies.isEmpty()) {
            return limits;
        }
        if (!limits.enabled()) {
            problems.warning(
                    "BW-RATE-050",
                    "rate-limit.enabled",
                    "false",
                    "true where there are policies",
                    "None of them counts; switch limits on, or remove the policies.");
        }
        if (limits.maxKeys() < FEW_KEYS && policies.stream().anyMatch(LimitChecks::tellsCallersApart)) {
            problems.warning(
                    "BW-RATE-051",
                    "rate-limit.max-keys",
                    Integer.toString(limits.maxKeys()),
                    FEW_KEYS + " or more",
                    "Beyond that number strangers share buckets and refuse each other; a bucket takes some 200 bytes.");
        }
        for (int i = 0; i < policies.size() && health != null; i++) {
            probes(policies.get(i), "rate-limit.policies[" + i + "].paths", health.paths(), problems);
        }
        return limits;
    }

    private static boolean tellsCallersApart(RateLimitPolicy policy) {
        return !policy.isBlocking() && !policy.key().contains(CallerKey.GLOBAL);
    }

    private static void probes(RateLimitPolicy policy, String path, Set<String> probes, Problems problems) {
        List<PathPattern> paths = policy.requests().paths();
        if (!paths.isEmpty() && paths.stream().map(PathPattern::toString).allMatch(probes::contains)) {
            problems.warning(
                    "BW-RATE-052",
                    path,
                    paths.toString(),
                    "paths of the application",
                    "Probes are answered before limits and never counted; remove the policy, or free the paths with"
                            + " health.paths.");
        }
    }
}
