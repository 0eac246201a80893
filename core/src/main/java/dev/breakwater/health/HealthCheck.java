/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how one component is. Runs in the background, never for a probe and never twice at the same time. A run that
 * takes longer than the time limit is interrupted and counts as down, so a check should let itself be interrupted;
 * whatever it throws is down.
 */
public interface HealthCheck {
    /** The component's name, unique among the checks: 1 to 64 letters, digits, dots, dashes and underscores. */
    String name();

    /**
     * Looks at the component.
     *
     * @throws Exception if it cannot be said to work: that is down
     */
    HealthResult check() throws Exception;

    /** Whose failure it is; {@link Scope#LOCAL} unless overridden. */
    default Scope scope() {
        return Scope.LOCAL;
    }

    /** Whether the service can do without the component; it cannot unless overridden. */
    default boolean critical() {
        return true;
    }

    /** What the component is, for whoever reads about it; {@link Kind#COMPONENT} unless overridden. */
    default Kind kind() {
        return Kind.COMPONENT;
    }

    /** How long from the end of one run to the next; null, the default, if the policy's interval will do. */
    default @Nullable Duration interval() {
        return null;
    }

    /** How long one run may take; null, the default, if the policy's limit will do. */
    default @Nullable Duration timeout() {
        return null;
    }

    /**
     * Whether {@link #check()} only reads what is known anyway, such as the state of a breaker: cheap, and it never blocks.
     * Then every run decides alone, without thresholds, and {@link HealthAggregator#refresh} reads at once, on the thread
     * that calls it. False unless overridden.
     */
    default boolean isPassive() {
        return false;
    }

    /** A critical check of something that belongs to this instance alone. */
    static HealthCheck local(String name, Callable<HealthResult> probe) {
        return new SimpleCheck(name, Scope.LOCAL, true, probe);
    }

    /** A check of something that other instances use too. If it fails the service is degraded, not down. */
    static HealthCheck shared(String name, Callable<HealthResult> probe) {
        return new SimpleCheck(name, Scope.SHARED, true, probe);
    }

    /** A check of something the service can do without. If it fails the service is degraded. */
    static HealthCheck optional(String name, Callable<HealthResult> probe) {
        return new SimpleCheck(name, Scope.LOCAL, false, probe);
    }

    /** Whose failure it is when a component fails. */
    enum Scope {
        /** This instance's own: others may be well, so traffic should go there. */
        LOCAL,
        /**
         * Everybody's: a database, an API. If every instance took itself out of service for it, nobody would be left to
         * say so; it makes the service degraded.
         */
        SHARED
    }

    /** What a component is. */
    enum Kind {
        /** A part of the service, or another service. */
        COMPONENT,
        /** Where data is kept. */
        DATASTORE,
        /** The machine or the process. */
        SYSTEM
    }
}
