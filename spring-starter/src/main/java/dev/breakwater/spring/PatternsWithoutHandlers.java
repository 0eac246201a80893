/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.policy.NearestName;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Says so when a path pattern of a limit matches no handler of the application's controllers. Only a warning, because
 * functional routes, other servlets and static resources exist.
 */
final class PatternsWithoutHandlers implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final BreakwaterRuntime runtime;
    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;
    private final Environment environment;

    PatternsWithoutHandlers(
            BreakwaterRuntime runtime,
            ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
            Environment environment) {
        this.runtime = runtime;
        this.mappings = mappings;
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Set<String> handled = HandledPaths.of(mappings, environment);
        for (RateLimitPolicy policy : LimitsWithoutUsers.policies(runtime)) {
            warn(policy, ".paths", policy.requests().paths(), handled);
            warn(policy, ".exempt-paths", policy.requests().exempt(), handled);
        }
    }

    private static void warn(RateLimitPolicy policy, String key, List<PathPattern> patterns, Set<String> handled) {
        for (PathPattern pattern : patterns) {
            if (!handled.isEmpty() && !isHandled(pattern, handled)) {
                LOG.warn("Breakwater: {}", doubt(policy, key, pattern, handled));
            }
        }
    }

    private static boolean isHandled(PathPattern pattern, Set<String> handled) {
        return handled.stream().anyMatch(other -> Patterns.meet(pattern, other));
    }

    private static Problem doubt(RateLimitPolicy policy, String key, PathPattern pattern, Set<String> handled) {
        @Nullable String likely = NearestName.of(pattern.toString(), handled);
        return Problem.warning(
                "BW-SPRING-005",
                "breakwater.rate-limit.policies." + policy.name() + key,
                pattern.toString(),
                "a path that some controller handles",
                (likely == null ? "" : "Did you mean " + likely + "? ")
                        + "If something else answers there, all is well; otherwise correct the pattern, which begins with"
                        + " the context path.");
    }
}
