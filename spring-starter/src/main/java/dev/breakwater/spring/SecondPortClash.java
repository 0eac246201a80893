/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.Layer;
import dev.breakwater.policy.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/** Refuses to start when the second port is one that Boot's own servers want: whichever comes last would not get it. */
final class SecondPortClash {
    private static final String OURS = "breakwater.ops.port";
    private static final String GUIDES = "MONITORING_METRICS_PORT";

    private SecondPortClash() {}

    static void check(ConfigurableEnvironment environment, Layer.Builder faults) {
        String ours = secondPort(environment);
        if (ours == null || ours.equals("0")) {
            return;
        }
        if (ours.equals(text(environment, "server.port", "8080"))) {
            faults.problem(fault(ours, "server.port"));
        } else if (ours.equals(text(environment, "management.server.port", ""))) {
            faults.problem(fault(ours, "management.server.port"));
        }
    }

    private static @Nullable String secondPort(ConfigurableEnvironment environment) {
        String ours = text(environment, OURS, "");
        if (!ours.isEmpty()) {
            return ours;
        }
        boolean guides = !text(environment, "breakwater.guide-variables", "").equalsIgnoreCase("false");
        String guided = guides ? text(environment, GUIDES, "") : "";
        return guided.isEmpty() ? null : guided;
    }

    private static Problem fault(String port, String taken) {
        return Problem.error(
                "BW-SPRING-050",
                "ops.port",
                port,
                "a port other than " + taken,
                "Choose another for one of the two; without ops.port, probes and operators are answered at server.port.");
    }

    private static String text(ConfigurableEnvironment environment, String name, String otherwise) {
        String found = environment.getProperty(name, otherwise).strip();
        return found.isEmpty() ? otherwise : found;
    }
}
