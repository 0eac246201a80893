/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.Guard;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Configured;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthSnapshot;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.upstream.Upstream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What a {@link ReadinessCheck} judges by: the settings that hold, the chain that stands, and what has been seen so far. */
public interface ReadinessContext {
    /** The settings that hold. */
    BreakwaterSettings settings();

    /** The guards of the chain, in the order in which they are visited. */
    List<Guard> guards();

    /** The names of the application's own guards; one that has the name of a guard of ours stands in its place. */
    Set<String> replaced();

    /** What requests, guards and calls have shown since the start. */
    Sightings seen();

    /** How many requests are in flight, and how many were at most. */
    ConcurrencyLimiter.Load load();

    /** Whether request events of this level are taken where they go to. */
    boolean isTaken(Level level);

    /** Whether buckets are kept in this instance's memory alone. */
    boolean isStoreLocal();

    /** How the store that keeps the buckets is doing. */
    StoreState store();

    /** The health checks that were added. */
    Collection<HealthCheck> healthChecks();

    /** How the components are; null if no checks run. */
    @Nullable
    HealthSnapshot health();

    /** The upstreams that code has asked for. */
    Collection<Upstream> upstreams();

    /** The wall clock. */
    Instant now();

    /** What the configuration says, key by key. */
    default Configured configured() {
        return settings().configured();
    }

    /** Whether real users are served here, as far as {@code service.environment} tells. */
    default boolean isProduction() {
        return settings().service().isProduction();
    }

    /** Whether a guard of this name stands, and is ours: what is configured for it holds. */
    default boolean stands(String guard) {
        return !replaced().contains(guard)
                && guards().stream().anyMatch(each -> each.name().equals(guard));
    }
}
