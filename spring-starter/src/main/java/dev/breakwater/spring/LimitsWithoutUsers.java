/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says so when a limit counts by user and nothing of Spring's says who that is. Only a warning, because the container may
 * authenticate, and no more than a notice where another key counts callers without a user.
 */
final class LimitsWithoutUsers implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final BreakwaterRuntime runtime;
    private final boolean authenticated;

    LimitsWithoutUsers(BreakwaterRuntime runtime, boolean authenticated) {
        this.runtime = runtime;
        this.authenticated = authenticated;
    }

    static List<RateLimitPolicy> policies(BreakwaterRuntime runtime) {
        return runtime.chain().guards().stream()
                .filter(RateLimitGuard.class::isInstance)
                .flatMap(guard -> ((RateLimitGuard) guard).policies().stream())
                .toList();
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (RateLimitPolicy policy : policies(runtime)) {
            if (policy.needsIdentity() && !authenticated) {
                say(policy);
            }
        }
    }

    private static void say(RateLimitPolicy policy) {
        int keys = policy.key().size();
        if (policy.key().indexOf(CallerKey.USER) == keys - 1) {
            LOG.warn("Breakwater: {}", doubt(policy, "all share one bucket"));
        } else {
            LOG.info("Breakwater: {}", doubt(policy, "the next key counts in its place"));
        }
    }

    private static Problem doubt(RateLimitPolicy policy, String consequence) {
        return Problem.warning(
                "BW-SPRING-006",
                "breakwater.rate-limit.policies." + policy.name() + ".key",
                policy.key().toString(),
                "something that authenticates, such as Spring Security",
                "Unless the container does, nobody has a user name and " + consequence
                        + "; add Spring Security, declare an"
                        + " IdentifiedFilter behind the filter that authenticates, or use ip.");
    }
}
