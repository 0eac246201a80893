/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.Guard;
import dev.breakwater.health.HealthGuard;
import dev.breakwater.ops.OperatorGuard;
import dev.breakwater.policy.Problem;
import dev.breakwater.runtime.BreakwaterRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Says so when a handler of the application's, or of Boot's Actuator, stands at a path that we answer: ours comes first.
 * Actuator's at a port of its own are out of the way.
 */
final class HandlersAtOurPaths implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final BreakwaterRuntime runtime;
    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;
    private final Environment environment;

    HandlersAtOurPaths(
            BreakwaterRuntime runtime,
            ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
            Environment environment) {
        this.runtime = runtime;
        this.mappings = mappings;
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String path : HandledPaths.of(mappings, environment)) {
            for (Guard guard : runtime.chain().guards()) {
                if (guard instanceof HealthGuard health && health.answersAt(path)) {
                    LOG.warn("Breakwater: {}", probe(path));
                } else if (guard instanceof OperatorGuard operators && operators.answersAt(path)) {
                    LOG.warn("Breakwater: {}", endpoint(path));
                }
            }
        }
    }

    private static Problem probe(String path) {
        return Problem.warning(
                "BW-SPRING-051",
                path,
                "a probe of ours and a handler",
                "one of the two",
                "Ours answers. Free the path with another breakwater.health.paths.*, or none; or move the handler: Actuator's"
                        + " with management.endpoints.web.base-path or management.server.port.");
    }

    private static Problem endpoint(String path) {
        return Problem.warning(
                "BW-SPRING-052",
                path,
                "an endpoint of ours for operators and a handler",
                "one of the two",
                "Operators get ours, all others the handler's. Move one of the two: Actuator's with"
                        + " management.endpoints.web.base-path or management.server.port.");
    }
}
