/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Layer;
import dev.breakwater.policy.Problem;
import java.util.Locale;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Refuses to start when the container itself would rewrite the caller's address from forwarding headers: it does so
 * before any filter, and takes the word of whoever sends them. Boot switches that on by itself on some platforms.
 */
final class ForwardHeaders {
    private static final String STRATEGY = "server.forward-headers-strategy";
    private static final String OURS = "breakwater.caller.forwarded-header";

    private ForwardHeaders() {}

    static Layer check(ConfigurableEnvironment environment) {
        Layer.Builder layer = Layer.builder("Spring Boot");
        String strategy = environment.getProperty(STRATEGY);
        String effective = strategy == null ? byPlatform(environment) : strategy.toLowerCase(Locale.ROOT);
        boolean identityIsTheContainers =
                "none".equalsIgnoreCase(environment.getProperty(OURS, "").strip());
        if (!effective.equals("none") && !identityIsTheContainers) {
            layer.problem(Problem.error(
                    "BW-SPRING-001",
                    STRATEGY,
                    strategy == null ? "unset, which means " + effective + " on this platform" : strategy,
                    "none",
                    "Set " + STRATEGY + "=none and name your proxies in breakwater.caller.trusted-proxies; or set "
                            + OURS + "=none to leave the caller's identity to the container."));
        }
        return layer.build();
    }

    private static String byPlatform(ConfigurableEnvironment environment) {
        CloudPlatform platform = CloudPlatform.getActive(environment);
        return platform != null && platform.isUsingForwardHeaders() ? "native" : "none";
    }
}
