/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Breakwater;
import dev.breakwater.Guard;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.RateLimitSettings;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.upstream.UpstreamPolicy;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at start-up, and whenever settings change, what stands and what is doubtful about it. */
final class StartupReport {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private StartupReport() {}

    /** Says what is doubtful about the guard beyond what is doubtful about its settings alone; hands the guard on. */
    static RateLimitGuard warned(RateLimitGuard guard, BreakwaterSettings settings) {
        for (Problem warning : guard.warnings()) {
            Problem placed = warning.below("rate-limit");
            if (!settings.warnings().contains(placed)) {
                LOG.warn("Breakwater: {}", placed);
            }
        }
        return guard;
    }

    /** Says that limits are configured which a guard of the application's own, in place of ours, knows nothing of. */
    static void unused(RateLimitSettings limits, Set<String> replaced) {
        if (replaced.contains("rate-limit") && !limits.policies().isEmpty()) {
            LOG.warn(
                    "Breakwater: the application's own guard rate-limit takes the place of the configured one,"
                            + " so nothing enforces the {} of rate-limit.policies; give it their policies, or remove them",
                    limits.policies().size());
        }
    }

    static void log(BreakwaterSettings settings, Breakwater chain) {
        for (String notice : settings.notices()) {
            LOG.info("Breakwater: {}", notice);
        }
        for (Problem warning : settings.warnings()) {
            LOG.warn("Breakwater: {}", warning);
        }
        if (settings.enabled()) {
            LOG.info(
                    "Breakwater stands: {}",
                    chain.guards().stream().map(Guard::name).collect(Collectors.joining(", ")));
            upstreams(settings);
        } else {
            LOG.warn("Breakwater is switched off (breakwater.enabled=false): no protection stands");
        }
    }

    /** Says what to choose a limit by, if there is none. */
    static void peak(ConcurrencyLimiter.Load load) {
        if (load.limit() == Integer.MAX_VALUE && load.peak() > 0) {
            LOG.info("Breakwater: overload.max-concurrent is not set; at most {} requests were in flight", load.peak());
        }
    }

    private static void upstreams(BreakwaterSettings settings) {
        settings.upstreams().policies().values().forEach(StartupReport::disabled);
    }

    private static void disabled(UpstreamPolicy policy) {
        if (policy.isDisabled()) {
            LOG.warn("Breakwater: upstream {} is disabled by its kill switch", policy.name());
        }
    }

    /** The same for an upstream that code asks for; says nothing if the settings name it, since then it has been said. */
    static void unnamed(UpstreamPolicy policy, UpstreamSettings settings) {
        if (settings.policies().containsKey(policy.name())) {
            return;
        }
        for (String notice : settings.notices(policy.name())) {
            LOG.info("Breakwater: {}", notice);
        }
        for (Problem warning : settings.warnings(policy.name())) {
            LOG.warn("Breakwater: {}", warning);
        }
        disabled(policy);
        String meant = settings.likely(policy.name());
        if (meant != null) {
            LOG.warn(
                    "Breakwater: upstream {} is not configured and has the defaults; did you mean {}?",
                    policy.name(),
                    meant);
        }
    }
}
