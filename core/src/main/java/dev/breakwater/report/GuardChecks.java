/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.Guard;
import dev.breakwater.policy.Mode;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the chain is what the configuration says, and does what it says. */
final class GuardChecks {
    static final List<ReadinessCheck> ALL = List.of(
            ReadinessCheck.of("guards.standing", "Whatever is configured is in the chain", GuardChecks::standing),
            ReadinessCheck.of("guards.healthy", "No guard has failed", GuardChecks::healthy),
            ReadinessCheck.of("guards.enforcing", "No protection only pretends", GuardChecks::enforcing));

    /** The guards that an application may replace, and where they are configured. */
    private static final Map<String, String> CONFIGURED_AT = configuredAt();

    private GuardChecks() {}

    private static Map<String, String> configuredAt() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("request-log", "request-log");
        groups.put("security-headers", "headers");
        groups.put("cors", "cors.policies");
        groups.put("health", "health");
        groups.put("operators", "ops");
        groups.put("request-limits", "request");
        groups.put("overload", "overload");
        groups.put("rate-limit", "rate-limit.policies");
        groups.put("reports", "headers.reporting");
        groups.put("cost", "cost");
        return groups;
    }

    private static Finding standing(ReadinessContext context) {
        if (!context.settings().enabled()) {
            return Finding.fail("breakwater.enabled is false: no guard stands", "Set breakwater.enabled to true.");
        }
        List<String> lost = new ArrayList<>();
        for (String name : context.replaced()) {
            String group = CONFIGURED_AT.get(name);
            if (group != null && context.configured().isSet(group)) {
                lost.add(group + ".*");
            }
        }
        if (!lost.isEmpty()) {
            return Finding.fail(
                    "nothing enforces " + Judges.list(lost) + ": guards of the application's own stand in the place",
                    "Give the application's guards those settings, or remove one of the two.");
        }
        return Finding.pass(
                Judges.list(context.guards().stream().map(Guard::name).toList()));
    }

    private static Finding healthy(ReadinessContext context) {
        Map<String, Long> failed = context.seen().failedGuards();
        return failed.isEmpty()
                ? Finding.pass("none of " + context.guards().size() + " has failed since the start")
                : Finding.fail(
                        "guards have failed since the start: " + Judges.counts(failed),
                        "Find the exception in the log; until then their requests follow the guards' failure mode.");
    }

    private static Finding enforcing(ReadinessContext context) {
        List<String> shadows = new ArrayList<>();
        for (RateLimitPolicy policy : context.settings().rateLimit().policies()) {
            if (policy.mode() == Mode.SHADOW) {
                shadows.add("rate limit " + policy.name());
            }
        }
        if (context.configured().isSet("overload.max-concurrent")
                && context.settings().overload() != null
                && context.settings().overload().isShadow()) {
            shadows.add("overload");
        }
        return shadows.isEmpty()
                ? Finding.pass("no mode is shadow")
                : Judges.failInProduction(
                        context,
                        "only reports and never refuses: " + Judges.list(shadows),
                        "Set mode to enforce in rate-limit.policies[] and overload once their numbers have proved right.");
    }
}
