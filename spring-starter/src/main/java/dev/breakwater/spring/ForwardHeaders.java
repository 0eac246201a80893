/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Layer;
import dev.breakwater.policy.Problem;
import java.util.List;
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

    // Either of them makes Boot install Tomcat's RemoteIpValve, whatever the strategy.
    private static final List<String> TOMCATS =
            List.of("server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header");

    private ForwardHeaders() {}

    static void check(ConfigurableEnvironment environment, Layer.Builder faults) {
        if (text(environment, OURS).equals("none")) {
            return;
        }
        String strategy = text(environment, STRATEGY);
        if (strategy.isEmpty() && isRewrittenByPlatform(environment)) {
            faults.problem(fault(STRATEGY, "unset, which means native on this platform", "none"));
        } else if (!strategy.isEmpty() && !strategy.equals("none")) {
            faults.problem(fault(STRATEGY, strategy, "none"));
        }
        for (String name : TOMCATS) {
            if (!text(environment, name).isEmpty()) {
                faults.problem(fault(name, text(environment, name), "not set"));
            }
        }
    }

    private static Problem fault(String name, String value, String expected) {
        String fix = expected.equals("none") ? "Set " + name + "=none" : "Remove " + name;
        return Problem.error(
                "BW-SPRING-001",
                name,
                value,
                expected,
                fix + " and name your proxies in breakwater.caller.trusted-proxies; or set " + OURS
                        + "=none to leave the caller's identity to the container.");
    }

    private static boolean isRewrittenByPlatform(ConfigurableEnvironment environment) {
        CloudPlatform platform = CloudPlatform.getActive(environment);
        return platform != null && platform.isUsingForwardHeaders();
    }

    private static String text(ConfigurableEnvironment environment, String name) {
        return environment.getProperty(name, "").strip().toLowerCase(Locale.ROOT);
    }
}
