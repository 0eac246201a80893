/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The checks there are, by name and in the order in which they came, and the runners of those that are not switched off.
 * For one thread at a time.
 */
final class Roster {
    private final Map<String, HealthCheck> checks = new LinkedHashMap<>();
    private final Map<String, CheckRunner> runners = new LinkedHashMap<>();
    private final BiFunction<HealthCheck, CheckTerms, CheckRunner> hire;
    private HealthPolicy policy;
    private boolean begun;

    Roster(HealthPolicy policy, BiFunction<HealthCheck, CheckTerms, CheckRunner> hire) {
        this.policy = policy;
        this.hire = hire;
    }

    /** False if there is one of this name. */
    boolean add(HealthCheck check) {
        if (checks.putIfAbsent(CheckRules.key(check.name()), check) != null) {
            return false;
        }
        employ(check);
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

    /** Goes on under another policy: checks are switched on and off, the others keep what is known. */
    void adopt(HealthPolicy now) {
        policy = now;
        checks.values().forEach(this::employ);
    }

    private void employ(HealthCheck check) {
        String key = CheckRules.key(check.name());
        if (policy.override(key).isOff()) {
            dismiss(key);
            return;
        }
        CheckTerms terms = CheckTerms.of(check, policy);
        CheckRunner runner = runners.get(key);
        if (runner != null) {
            runner.adopt(terms);
            return;
        }
        CheckRunner hired = hire.apply(check, terms);
        runners.put(key, hired);
        if (begun) {
            hired.begin();
        }
    }

    private void dismiss(String key) {
        CheckRunner runner = runners.remove(key);
        if (runner != null) {
            runner.stop();
        }
    }

    @Nullable
    CheckRunner runner(String name) {
        return runners.get(CheckRules.key(name));
    }

    Collection<CheckRunner> runners() {
        return runners.values();
    }

    boolean knows(String name) {
        return checks.containsKey(CheckRules.key(name));
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        checks.values().forEach(check -> names.add(check.name()));
        return names;
    }
}
