/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** On what terms a check is run: its own words, what the operator wants otherwise, and the policy for the rest. */
record CheckTerms(
        String name,
        boolean critical,
        HealthCheck.Scope scope,
        HealthCheck.Kind kind,
        boolean passive,
        Duration interval,
        Duration timeout,
        Duration staleAfter,
        int failureThreshold,
        int successThreshold) {

    /** Asks the check once, so that one that changes its mind confuses nobody. */
    static CheckTerms of(HealthCheck check, HealthPolicy policy) {
        String name = check.name();
        CheckOverride wanted = policy.override(name);
        boolean passive = check.isPassive();
        Duration interval = first(wanted.interval(), check.interval(), policy.interval());
        Duration timeout = first(wanted.timeout(), check.timeout(), policy.timeout());
        return new CheckTerms(
                name,
                Objects.requireNonNullElseGet(wanted.critical(), check::critical),
                Objects.requireNonNullElseGet(wanted.scope(), check::scope),
                check.kind(),
                passive,
                interval,
                timeout,
                staleAfter(policy, interval, timeout),
                passive ? 1 : policy.failureThreshold(),
                passive ? 1 : policy.successThreshold());
    }

    private static Duration first(@Nullable Duration wanted, @Nullable Duration own, Duration otherwise) {
        return wanted != null ? wanted : Objects.requireNonNullElse(own, otherwise);
    }

    // A check that runs seldom must not count as stale between its runs.
    private static Duration staleAfter(HealthPolicy policy, Duration interval, Duration timeout) {
        Duration three = interval.multipliedBy(3).plus(timeout);
        boolean ofItsOwn = !interval.equals(policy.interval()) || !timeout.equals(policy.timeout());
        return ofItsOwn && three.compareTo(policy.staleAfter()) > 0 ? three : policy.staleAfter();
    }
}
