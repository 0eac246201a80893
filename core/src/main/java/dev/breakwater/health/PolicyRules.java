/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.health.HealthPolicy.Probe;
import dev.breakwater.health.HealthPolicy.Question;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What can be wrong with a {@link HealthPolicy}, but for what only the checks themselves can tell. */
final class PolicyRules {
    private PolicyRules() {}

    /** What is asked at each path. */
    static Map<String, Question> questions(HealthPolicy.Builder policy, Problems problems) {
        Map<String, Question> questions = new HashMap<>();
        policy.paths.forEach((probe, exact) -> {
            for (int i = 0; i < exact.size(); i++) {
                add(questions, probe, exact.get(i), probe.key() + "[" + i + "]", problems);
            }
        });
        List<String> full = Objects.requireNonNull(policy.paths.get(Probe.FULL));
        // Below the root everything is the application's.
        List<String> above = full.stream().filter(path -> !path.equals("/")).toList();
        new TreeMap<>(policy.groups).keySet().forEach(group -> addGroup(questions, group, above, problems));
        return questions;
    }

    private static void add(Map<String, Question> questions, Probe probe, String path, String key, Problems problems) {
        if (!path.startsWith("/") || path.indexOf('*') >= 0 || path.indexOf('{') >= 0) {
            problems.error(
                    "BW-HEALTH-001",
                    key,
                    path,
                    "an exact path that begins with /",
                    "Write one path for each alias; patterns are not for probes.");
            return;
        }
        Question other = questions.putIfAbsent(path, new Question(probe, null));
        if (other != null && other.probe() != probe) {
            problems.error(
                    "BW-HEALTH-002",
                    key,
                    path,
                    "a path of its own for each probe",
                    "It is also under " + other.probe().key() + ".");
        }
    }

    private static void addGroup(Map<String, Question> questions, String group, List<String> above, Problems problems) {
        if (!CheckRules.isName(group)) {
            problems.error(
                    "BW-HEALTH-012",
                    "groups",
                    '"' + group + '"',
                    "1 to 64 letters, digits, dots, dashes and underscores",
                    "Rename the group.");
            return;
        }
        if (above.isEmpty()) {
            problems.error(
                    "BW-HEALTH-013",
                    "groups." + group,
                    group,
                    "a full path to be answered below",
                    "Set health.paths.full to a path other than /.");
        }
        for (String path : above) {
            if (questions.putIfAbsent(path + "/" + group, new Question(Probe.FULL, group)) != null) {
                problems.error(
                        "BW-HEALTH-014",
                        "groups." + group,
                        path + "/" + group,
                        "a path where nothing else is answered",
                        "Rename the group, or move the probe.");
            }
        }
    }

    static void requireSpans(HealthPolicy.Builder policy, Problems problems) {
        CheckRules.requireSpan("interval", policy.interval, problems);
        CheckRules.requireSpan("timeout", policy.timeout, problems);
        requireStale(policy, problems);
        policy.overrides.forEach((name, wanted) -> {
            String path = "checks." + name;
            CheckRules.requireSpan(path + ".interval", wanted.interval(), problems);
            CheckRules.requireSpan(path + ".timeout", wanted.timeout(), problems);
        });
    }

    private static void requireStale(HealthPolicy.Builder policy, Problems problems) {
        Duration least = policy.interval.plus(policy.timeout);
        Duration given = policy.staleAfter;
        if (given.compareTo(least) <= 0 || given.compareTo(Duration.ofDays(7)) > 0) {
            problems.error(
                    "BW-HEALTH-005",
                    "stale-after",
                    given.toString(),
                    "more than interval and timeout together (" + least + "), at most seven days",
                    "Three intervals or more leave room for a slow run.");
        }
    }

    static void requireCounts(HealthPolicy.Builder policy, Problems problems) {
        requireCount("failure-threshold", policy.failureThreshold, problems);
        requireCount("success-threshold", policy.successThreshold, problems);
        int code = policy.degradedStatus;
        // 204 and 205 have no body, 206 is for ranges (RFC 9110 section 15.3).
        if (code < 200 || code > 299 || (code >= 204 && code <= 206)) {
            problems.error(
                    "BW-HEALTH-006",
                    "degraded-status",
                    Integer.toString(code),
                    "200 to 299, but not 204, 205 or 206: a degraded service works",
                    "Leave it at 200, or take 207.");
        }
    }

    private static void requireCount(String path, int count, Problems problems) {
        if (count < 1 || count > 100) {
            problems.error("BW-HEALTH-004", path, Integer.toString(count), "1 to 100", "Try 3.");
        }
    }

    static void requireMembers(HealthPolicy.Builder policy, Problems problems) {
        policy.groups.forEach((name, members) -> {
            if (members.isEmpty()) {
                problems.error(
                        "BW-HEALTH-015",
                        "groups." + name,
                        "[]",
                        "at least one name of a check",
                        "Name the components of the group, or leave it out.");
            }
        });
    }
}
