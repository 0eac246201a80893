/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.policy.Problems;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checks there are, by name and in the order in which they came, and the runners of those that are not switched off.
 * For one thread at a time.
 */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(HealthAggregator.class);

    private final Map<String, HealthCheck> checks = new LinkedHashMap<>();
    private final Map<String, CheckRunner> runners = new LinkedHashMap<>();
    private final BiFunction<HealthCheck, CheckTerms, CheckRunner> hire;
    private HealthPolicy policy;
    private final Set<String> joined = new HashSet<>();
    private boolean begun;
    private boolean serving;

    Roster(HealthPolicy policy, BiFunction<HealthCheck, CheckTerms, CheckRunner> hire) {
        this.policy = policy;
        this.hire = hire;
    }

    /** False if there is one of this name. */
    boolean add(HealthCheck check) {
        String key = CheckRules.key(check.name());
        if (checks.containsKey(key)) {
            return false;
        }
        CheckTerms terms = terms(check, policy);
        checks.put(key, check);
        employ(key, check, terms);
        return true;
    }

    /** False if there is none of this name. */
    boolean remove(String name) {
        dismiss(CheckRules.key(name));
        return checks.remove(CheckRules.key(name)) != null;
    }

    void begin() {
        begun = true;
        runners.values().forEach(CheckRunner::begin);
    }

    /** Traffic may come from now on; what joins later keeps none away before it has been looked at. */
    void serving() {
        serving = true;
    }

    /** Whether what this check finds has to be known before traffic may come. */
    boolean isAwaited(String name) {
        return !joined.contains(CheckRules.key(name));
    }

    /** Goes on under another policy: checks are switched on and off, the others keep what is known. */
    void adopt(HealthPolicy now) {
        Map<String, CheckTerms> terms = new HashMap<>();
        checks.forEach((key, check) -> terms.put(key, terms(check, now)));
        policy = now;
        checks.forEach((key, check) -> employ(key, check, terms.get(key)));
    }

    /** Null if it is switched off. Asked for before anything changes, since a check may throw. */
    private static @Nullable CheckTerms terms(HealthCheck check, HealthPolicy policy) {
        return policy.override(check.name()).isOff() ? null : CheckTerms.of(check, policy);
    }

    private void employ(String key, HealthCheck check, @Nullable CheckTerms terms) {
        if (terms == null) {
            dismiss(key);
            return;
        }
        CheckRunner runner = runners.get(key);
        if (runner != null) {
            runner.adopt(terms);
            return;
        }
        CheckRunner hired = hire.apply(check, terms);
        runners.put(key, hired);
        if (serving) {
            joined.add(key);
        }
        if (begun) {
            hired.begin();
        }
    }

    private void dismiss(String key) {
        CheckRunner runner = runners.remove(key);
        joined.remove(key);
        if (runner != null) {
            runner.stop();
        }
    }

    /** All of them, those that are switched off too. */
    List<HealthCheck> checks() {
        return List.copyOf(checks.values());
    }

    @Nullable
    CheckRunner runner(String name) {
        return runners.get(CheckRules.key(name));
    }

    Collection<CheckRunner> runners() {
        return runners.values();
    }

    /**
     * Whether all members of the groups are there.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if not
     */
    void requireMembers(HealthPolicy judged) {
        Problems problems = new Problems();
        judged.groups().forEach((group, members) -> {
            for (String member : members) {
                if (Members.isRequired(member) && !checks.containsKey(CheckRules.key(member))) {
                    problems.error(
                            "BW-HEALTH-016",
                            "health.groups." + group,
                            member,
                            "one of " + names(),
                            "Correct the name; a check that comes later is written with a question mark: " + member
                                    + "?");
                }
            }
        });
        problems.throwIfInvalid();
    }

    /** Says which checks the operator speaks of that are not there. They may come later. */
    void warnOfUnknown() {
        for (String name : policy.overridden()) {
            if (!checks.containsKey(name)) {
                LOG.warn(
                        "BW-HEALTH-017 health.checks.{}: there is no such check so far (expected: one of {})",
                        name,
                        names());
            }
        }
    }

    private String names() {
        return checks.values().stream().map(HealthCheck::name).collect(Collectors.joining(", "));
    }
}
