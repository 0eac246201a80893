/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthSnapshot;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.function.Function;

/** Whether platforms and load balancers can see how the service is. */
final class ProbeChecks {
    private static final String FIX = "Set health.enabled to true.";

    static final List<ReadinessCheck> ALL = List.of(
            check("health.probes", "Platforms can ask how the service is", ProbeChecks::probes),
            check("health.checks", "What the service needs is checked", ProbeChecks::checks),
            check("health.status", "The service is well", ProbeChecks::status),
            check("health.on-time", "Health checks run on time", ProbeChecks::onTime),
            check("health.drain", "Requests have time to end before the process does", ProbeChecks::drain));

    private ProbeChecks() {}

    private static ReadinessCheck check(String id, String title, Function<ReadinessContext, Finding> judge) {
        return ReadinessCheck.of(id, title, Judges.about("health", FIX, judge));
    }

    private static Finding probes(ReadinessContext context) {
        String live = paths(context, "live");
        String ready = paths(context, "ready");
        String full = paths(context, "full");
        String evidence = "live " + live + ", ready " + ready + ", full " + full;
        if (live.equals("none") || ready.equals("none")) {
            return Finding.fail(
                    evidence, "Set health.paths.live and health.paths.ready: restarts and traffic go by them.");
        }
        return full.equals("none")
                ? Finding.warn(evidence, "Set health.paths.full, which people and monitors look at.")
                : Finding.pass(evidence);
    }

    private static String paths(ReadinessContext context, String probe) {
        List<String> paths = context.configured().texts("health.paths." + probe);
        return paths.isEmpty() ? "none" : String.join(" ", paths);
    }

    private static Finding checks(ReadinessContext context) {
        List<String> critical = context.healthChecks().stream()
                .filter(HealthCheck::critical)
                .map(HealthCheck::name)
                .toList();
        if (!critical.isEmpty()) {
            return Finding.pass("critical: " + Judges.list(critical));
        }
        String fix = "Add a HealthCheck for what the service cannot do without, such as its database.";
        return context.healthChecks().isEmpty()
                ? Finding.fail("no health check: the ready probe only says that the process runs", fix)
                : Finding.warn("none of the " + context.healthChecks().size() + " health checks is critical", fix);
    }

    private static Finding onTime(ReadinessContext context) {
        HealthSnapshot health = context.health();
        List<String> late = health == null
                ? List.of()
                : health.components().stream()
                        .filter(component -> component.stuck() || (component.isKnown() && component.stale()))
                        .map(component -> component.name() + (component.stuck() ? " hangs" : " is stale"))
                        .toList();
        return late.isEmpty()
                ? Finding.pass("none hangs, and none is stale")
                : Finding.fail(
                        Judges.list(late),
                        "Let those checks end when they are interrupted, or give them more time: health.timeout.");
    }

    private static Finding drain(ReadinessContext context) {
        DrainPolicy drain = context.settings().drain();
        String evidence = "health.drain-delay " + Judges.words(drain.delay()) + " and health.drain-timeout "
                + Judges.words(drain.timeout());
        List<Problem> warnings = drain.warnings();
        if (!warnings.isEmpty()) {
            return Finding.fail(
                    evidence + "; expected: " + warnings.get(0).expected(),
                    warnings.get(0).fix());
        }
        return drain.delay().isZero()
                ? Finding.warn(
                        evidence + ": requests are refused before load balancers know",
                        "Set health.drain-delay to what they take to notice, such as 5s.")
                : Finding.pass(evidence);
    }

    private static Finding status(ReadinessContext context) {
        HealthSnapshot health = context.health();
        if (health == null) {
            return Finding.fail("no health check runs", FIX);
        }
        List<String> troubled = health.components().stream()
                .filter(ComponentHealth::isKnown)
                .filter(component -> component.status() != HealthStatus.UP)
                .map(ComponentHealth::name)
                .toList();
        String fix = "Look at what health.paths.detailed says.";
        return switch (health.status()) {
            case "UP" -> Finding.pass("UP");
            case "DOWN" -> Finding.fail("DOWN: " + Judges.list(troubled), fix);
            case "DEGRADED" -> Finding.warn("DEGRADED: " + Judges.list(troubled), fix);
            default -> Finding.warn(health.status() + ", as long as it starts or stops", "Ask again in a moment.");
        };
    }
}
