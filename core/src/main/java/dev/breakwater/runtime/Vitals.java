/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.health.BuiltInChecks;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthPolicy;
import dev.breakwater.health.HealthSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The health of the service while settings come and go: checks run on as long as health is wanted. Used under the
 * runtime's monitor, but for {@link #current}, which is asked for at any time.
 */
final class Vitals implements AutoCloseable {
    private final BreakwaterRuntime.Builder parts;
    private final Observer publisher;
    private final ScheduledExecutorService timer;
    private List<HealthCheck> checks;
    private boolean serving;
    private volatile boolean draining;
    private volatile @Nullable HealthAggregator current;
    private @Nullable HealthAggregator next;
    private @Nullable HealthPolicy policy;

    /**
     * Without any.
     *
     * @param more checks of what the runtime has opened itself
     * @param publisher tells the observers of whichever chain is current
     */
    Vitals(
            BreakwaterRuntime.Builder parts,
            List<HealthCheck> more,
            Observer publisher,
            ScheduledExecutorService timer) {
        this.parts = parts;
        this.publisher = publisher;
        this.timer = timer;
        List<HealthCheck> given = new ArrayList<>(parts.checks);
        given.addAll(more);
        checks = BuiltInChecks.and(given);
        serving = parts.serving;
    }

    /**
     * What these settings want; nothing changes before {@link #adopt}.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if the checks and the settings do not go together
     */
    @Nullable
    HealthAggregator prepare(BreakwaterSettings settings) {
        HealthPolicy wanted = settings.enabled() ? settings.health() : null;
        policy = wanted;
        next = wanted == null ? null : prepared(wanted);
        if (next != null && wanted != null && serving) {
            next.requireMembers(wanted);
        }
        return next;
    }

    private HealthAggregator prepared(HealthPolicy wanted) {
        HealthAggregator running = current;
        return running != null
                ? running
                : HealthAggregator.prepare(wanted, checks, List.of(publisher), parts.time, timer);
    }

    /** What was prepared is not needed after all. */
    void forget() {
        if (next != null && next != current) {
            next.close();
        }
        next = current;
    }

    /** What was prepared counts from now on. */
    void adopt() {
        HealthAggregator before = current;
        HealthAggregator now = next;
        current = now;
        if (before != null && before != now) {
            before.close();
            // What came and went at run time has done so for whoever is next, too.
            checks = before.checks();
        }
        if (now != null && policy != null) {
            now.adopt(policy);
        }
        if (now != null && serving) {
            now.started();
        }
        if (now != null && draining) {
            now.draining();
        }
    }

    /** What a passive check says has changed. */
    void refresh(String component) {
        HealthAggregator now = current;
        if (now != null) {
            now.refresh(component);
        }
    }

    /** No more traffic is wanted. */
    void draining() {
        draining = true;
        HealthAggregator now = current;
        if (now != null) {
            now.draining();
        }
    }

    /** The chain is the current one, so whatever the checks find will be heard. */
    @Nullable
    HealthAggregator begin() {
        HealthAggregator now = current;
        return now == null ? null : now.begin();
    }

    /** The application is able to serve. */
    void serving() {
        serving = true;
        if (current != null) {
            current.started();
        }
    }

    /** How the components are; null while health is off. */
    @Nullable
    HealthSnapshot snapshot() {
        HealthAggregator now = current;
        return now == null ? null : now.snapshot();
    }

    /** Whether anybody has asked how the service is. */
    boolean wasProbed() {
        HealthAggregator now = current;
        return now != null && now.wasProbed();
    }

    Optional<HealthAggregator> current() {
        return Optional.ofNullable(current);
    }

    @Override
    public void close() {
        forget();
        if (current != null) {
            current.close();
        }
    }
}
