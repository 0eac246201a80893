/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is checked about one policy. Paths are relative to it. */
final class PolicyChecks {
    private static final int MAX_NAME = 64;
    // More than anybody means; each is counted with every request, and stores write their number in few bits.
    private static final int MOST_LIMITS = 16;

    private final Problems problems;

    PolicyChecks(Problems problems) {
        this.problems = problems;
    }

    void name(String name) {
        if (!isName(name)) {
            problems.error(
                    "BW-RATE-001",
                    "name",
                    name,
                    "a letter, then up to 63 letters, digits, _ . or -",
                    "Clients see the name; choose a short one like login.");
        }
    }

    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || !isLetter(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-');
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    void methods(List<String> methods) {
        for (int i = 0; i < methods.size(); i++) {
            String method = methods.get(i);
            String path = "methods[" + i + "]";
            if (!HeaderSyntax.isToken(method)) {
                problems.error("BW-RATE-017", path, method, "a method", "Write for example POST.");
            } else if (!method.equals(method.toUpperCase(Locale.ROOT))) {
                problems.warning(
                        "BW-RATE-018",
                        path,
                        method,
                        "often " + method.toUpperCase(Locale.ROOT),
                        "Methods are case-sensitive; did you mean " + method.toUpperCase(Locale.ROOT) + "?");
            }
        }
    }

    void key(List<CallerKey> key) {
        if (key.isEmpty()) {
            problems.error("BW-RATE-020", "key", "[]", "at least one key", "Use ip, or leave it out.");
        }
        for (int i = 0; i + 1 < key.size(); i++) {
            if (key.get(i).isAlwaysPresent()) {
                problems.error(
                        "BW-RATE-011",
                        "key[" + (i + 1) + "]",
                        key.get(i + 1).toString(),
                        "nothing after " + key.get(i) + ", which every request has",
                        "Move " + key.get(i) + " to the end of the list.");
            }
        }
        if (key.size() == 1) {
            single(key.get(0));
        }
    }

    private void single(CallerKey key) {
        if (key.isClaim()) {
            problems.warning(
                    "BW-RATE-013",
                    "key",
                    key.toString(),
                    "often a list that ends with ip, and a CallerVerifier",
                    "Whoever invents new values gets fresh quota with each, up to " + UnverifiedKeys.PER_ADDRESS
                            + " at a time from one address; further ones share the address's bucket.");
        } else if (key.equals(CallerKey.USER)) {
            problems.warning(
                    "BW-RATE-014",
                    "key",
                    key.toString(),
                    "often user, ip",
                    "All who are not signed in share one bucket; add ip to tell them apart.");
        }
    }

    void limits(List<Limit> limits, boolean unreadable) {
        if (limits.isEmpty() && !unreadable) {
            problems.error("BW-RATE-002", "limits", "none", "at least one limit", "Write for example 100 per minute.");
        }
        if (limits.size() > MOST_LIMITS) {
            problems.error(
                    "BW-RATE-053",
                    "limits",
                    limits.size() + " limits",
                    "at most " + MOST_LIMITS,
                    "Keep the strictest: every request is counted by each of them.");
        }
        Set<Long> windows = new HashSet<>();
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            String path = "limits[" + i + "]";
            if (!windows.add(limit.windowNanos())) {
                problems.error(
                        "BW-RATE-009",
                        path,
                        limit.toString(),
                        "each window once",
                        "Keep the stricter of the two limits.");
            }
            if (limit.count() == 0) {
                zero(limit, path, limits.size());
            }
        }
    }

    private void zero(Limit limit, String path, int limits) {
        if (limits > 1) {
            problems.error(
                    "BW-RATE-015",
                    path,
                    limit.toString(),
                    "0 alone, because it blocks everything",
                    "Remove the other limits, or this one.");
        } else {
            problems.warning(
                    "BW-RATE-012",
                    path,
                    limit.toString(),
                    "a count of 1 or more, unless nobody is to pass",
                    "It refuses every request that the policy is about. If nobody is to be limited, remove the policy.");
        }
    }

    void burst(long burst, List<Limit> limits) {
        if (limits.size() > 1) {
            problems.error(
                    "BW-RATE-006",
                    "burst",
                    Long.toString(burst),
                    "no burst when there are several limits",
                    "Remove burst: the shorter window already bounds it.");
        }
        if (burst < 1) {
            problems.error(
                    "BW-RATE-007",
                    "burst",
                    Long.toString(burst),
                    "1 or more",
                    "Leave it out to use the limit's count.");
        }
        if (limits.stream().anyMatch(limit -> limit.count() == 0)) {
            problems.error("BW-RATE-007", "burst", Long.toString(burst), "no burst with a limit of 0", "Remove burst.");
        }
    }

    void cost(long cost, long burst, List<Limit> limits) {
        if (cost < 0) {
            problems.error("BW-RATE-008", "cost", Long.toString(cost), "0 or more", "Use 1, or leave it out.");
        }
        // A limit of 0 refuses whatever it costs.
        long smallest = limits.stream()
                .mapToLong(limit -> burst > 0 ? burst : limit.count())
                .filter(capacity -> capacity > 0)
                .min()
                .orElse(Long.MAX_VALUE);
        if (cost > smallest) {
            problems.error(
                    "BW-RATE-008",
                    "cost",
                    Long.toString(cost),
                    "at most " + smallest + ", what a full bucket holds",
                    "Lower the cost or raise burst or limit: no request could ever pass.");
        }
    }

    /** The limits of each plan, which follow the rules of the policy's own. */
    void plans(Map<String, List<Limit>> plans, long cost) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        plans.forEach((plan, limits) -> {
            String path = planPath(plan);
            if (!isName(plan)) {
                problems.error(
                        "BW-RATE-027",
                        path,
                        plan,
                        "a letter, then up to 63 letters, digits, _ . or -",
                        "Choose a short name like pro, the one that your PlanResolver says.");
            } else if (!names.add(plan)) {
                planTwice(plan, problems);
            }
            Problems own = new Problems();
            PolicyChecks checks = new PolicyChecks(own);
            checks.limits(limits, limits.isEmpty());
            checks.cost(cost, -1, limits);
            own.all().forEach(problem -> problems.add(atPlan(problem, path)));
        });
    }

    private static Problem atPlan(Problem problem, String path) {
        // A plan has no cost of its own: without the word it would read as the plan's value.
        String value = problem.path().equals("cost") ? "cost " + problem.value() : problem.value();
        return new Problem(problem.severity(), problem.code(), path, value, problem.expected(), problem.fix());
    }

    static String planPath(String plan) {
        return plan.indexOf('.') < 0 ? "plans." + plan : "plans[" + plan + "]";
    }

    static void planEmpty(String plan, Problems problems) {
        problems.error(
                "BW-RATE-002", planPath(plan), "none", "at least one limit", "Write for example 1000 per minute.");
    }

    static void planTwice(String plan, Problems problems) {
        problems.error(
                "BW-RATE-028",
                planPath(plan),
                plan,
                "each plan once, without regard to case",
                "Put all limits of the plan into one text, separated by ;.");
    }
}
