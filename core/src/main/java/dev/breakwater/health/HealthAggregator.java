/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.exchange.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks in the background and keeps the snapshot that probes read. Reading never runs a check and never waits
 * for one. There are at most as many threads as checks, whatever the checks do. The service counts as starting until
 * {@link #started()}. Safe for use by many threads.
 */
public final class HealthAggregator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthAggregator.class);
    private static final long FAR = Long.MAX_VALUE / 4;

    private final TimeSource time;
    private final Roster roster;
    private final List<Observer> observers;
    private final @Nullable ExecutorService owned;
    private HealthPolicy policy;
    private Phase phase = Phase.STARTING;
    private boolean accepting = true;
    private boolean broken;
    private boolean wasReady;
    private boolean closed;
    private volatile boolean probed;
    private volatile @Nullable HealthSnapshot snapshot;

    private HealthAggregator(
            HealthPolicy policy,
            Collection<? extends HealthCheck> checks,
            Collection<? extends Observer> observers,
            TimeSource time,
            ScheduledExecutorService scheduler,
            Executor workers,
            @Nullable ExecutorService owned) {
        this.policy = policy;
        this.time = time;
        this.observers = List.copyOf(observers);
        this.owned = owned;
        roster = new Roster(
                policy, (check, terms) -> new CheckRunner(check, terms, time, scheduler, workers, this::heard));
        checks.forEach(roster::add);
    }

    /**
     * Begins to run the checks.
     *
     * @param observers hear each {@link HealthChanged} once
     * @param scheduler only keeps time: no check runs on its threads. The caller closes it after this aggregator
     * @throws dev.breakwater.policy.InvalidPolicyException if names of checks are no names or not unique
     */
    public static HealthAggregator start(
            HealthPolicy policy,
            Collection<? extends HealthCheck> checks,
            Collection<? extends Observer> observers,
            TimeSource time,
            ScheduledExecutorService scheduler) {
        return prepare(policy, checks, observers, time, scheduler).begin();
    }

    /**
     * The same, but no check runs before {@link #begin()}: for whoever must first be able to hear what they find.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if names of checks are no names or not unique
     */
    public static HealthAggregator prepare(
            HealthPolicy policy,
            Collection<? extends HealthCheck> checks,
            Collection<? extends Observer> observers,
            TimeSource time,
            ScheduledExecutorService scheduler) {
        CheckRules.require(checks);
        ExecutorService workers = CheckThreads.pool();
        return new HealthAggregator(policy, checks, observers, time, scheduler, workers, workers);
    }

    /** The same with other threads to run checks on. */
    static HealthAggregator start(
            HealthPolicy policy,
            Collection<? extends HealthCheck> checks,
            Collection<? extends Observer> observers,
            TimeSource time,
            ScheduledExecutorService scheduler,
            Executor workers) {
        CheckRules.require(checks);
        return new HealthAggregator(policy, checks, observers, time, scheduler, workers, null).begin();
    }

    /** How the service is now, from what the checks have found so far. */
    public HealthSnapshot snapshot() {
        HealthSnapshot latest = snapshot;
        return latest == null || latest.isExpired(time.nanoTime()) ? taken() : latest;
    }

    /**
     * Adds a check, which runs from now on. While the service has started already, it counts once its first run has ended.
     * One whose name is taken, in whatever case, is not added, which is logged: the
     * first stays.
     *
     * @return whether it was added
     * @throws dev.breakwater.policy.InvalidPolicyException if its name is none, or its interval or time limit cannot be
     */
    public boolean register(HealthCheck check) {
        CheckRules.require(List.of(check));
        synchronized (this) {
            if (closed || !roster.add(check)) {
                LOG.warn(
                        "Breakwater: health check {} was not added: the name is taken, or health is closed",
                        check.name());
                return false;
            }
        }
        taken();
        observers.forEach(observer -> tell(observer, new CheckAdded(check.name())));
        return true;
    }

    /**
     * Removes a check. A run that goes on is interrupted, and nobody hears what it finds.
     *
     * @return whether there was one of this name
     */
    public boolean unregister(String name) {
        boolean known;
        synchronized (this) {
            known = roster.remove(name);
        }
        taken();
        return known;
    }

    /** The checks there are, those that are switched off too; after {@link #close()} those there were. */
    public synchronized List<HealthCheck> checks() {
        return roster.checks();
    }

    /**
     * Looks at a component now. A passive check is read at once, on this thread; any other runs in the background, unless
     * it runs already. Does nothing if there is no such check.
     */
    public void refresh(String name) {
        CheckRunner runner;
        synchronized (this) {
            runner = closed ? null : roster.runner(name);
        }
        if (runner != null) {
            runner.refresh();
        }
    }

    /**
     * Goes on under another policy: what is known of components is kept, checks are switched on and off.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException as {@link #requireMembers} does; then nothing has changed
     */
    public void adopt(HealthPolicy next) {
        synchronized (this) {
            if (next == policy) {
                return;
            }
            if (phase != Phase.STARTING) {
                requireMembers(next);
            }
            roster.adopt(next);
            policy = next;
        }
        taken();
    }

    /**
     * Whether all members of this policy's groups are there.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException with each that is not, and the names there are
     */
    public synchronized void requireMembers(HealthPolicy judged) {
        roster.requireMembers(judged);
    }

    /** Whether anybody has asked how the service is, and so will notice that it is no longer ready. */
    public boolean wasProbed() {
        return probed;
    }

    void probed() {
        if (!probed) {
            probed = true;
        }
    }

    /**
     * The application is able to serve. Does nothing while draining, or the second time.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if a group has a member that there is no check for
     */
    public void started() {
        synchronized (this) {
            if (phase != Phase.STARTING) {
                return;
            }
            requireMembers(policy);
            roster.warnOfUnknown();
            roster.serving();
            phase = Phase.RUNNING;
        }
        taken();
    }

    /**
     * Whether the application wants traffic; it does by default. While it does not, the ready probe answers 503, the
     * service is {@code OUT_OF_SERVICE}, and checks run on.
     */
    public void acceptTraffic(boolean wanted) {
        synchronized (this) {
            accepting = wanted;
        }
        taken();
    }

    /** From now on the service asks for no more traffic; it stays alive. Cannot be taken back. */
    public void draining() {
        synchronized (this) {
            phase = Phase.DRAINING;
        }
        taken();
    }

    /** The process cannot recover: the live probe fails, so that it is restarted. Cannot be taken back. */
    public void breakLiveness() {
        synchronized (this) {
            broken = true;
        }
        taken();
    }

    /** Ends the runs; what is known grows stale. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            roster.runners().forEach(CheckRunner::stop);
        }
        if (owned != null) {
            owned.shutdownNow();
        }
    }

    /** Begins to run the checks, the first time it is called. */
    public synchronized HealthAggregator begin() {
        if (!closed) {
            roster.begin();
        }
        return this;
    }

    private synchronized HealthSnapshot taken() {
        long now = time.nanoTime();
        List<ComponentHealth> components = new ArrayList<>();
        List<ComponentHealth> counted = new ArrayList<>();
        long expires = now + FAR;
        for (CheckRunner runner : roster.runners()) {
            ComponentHealth component = runner.at(now);
            components.add(component);
            if (component.isKnown() || roster.isAwaited(component.name())) {
                counted.add(component);
            }
            long stale = runner.staleAtNanos();
            expires = stale - now > 0 && stale - expires < 0 ? stale : expires;
        }
        boolean serving = phase == Phase.RUNNING && accepting;
        boolean draining = phase == Phase.DRAINING;
        Standing standing = Standing.of(policy, serving, broken, wasReady, draining, counted);
        HealthSnapshot latest = new HealthSnapshot(policy, standing, components, expires, snapshot);
        wasReady = latest.wasReady();
        snapshot = latest;
        return latest;
    }

    private void heard(@Nullable HealthChanged change) {
        taken();
        if (change != null) {
            say(change);
            observers.forEach(observer -> tell(observer, change));
        }
    }

    private static void say(HealthChanged change) {
        String before = change.from() == null ? "at its first check" : "was " + change.from();
        if (change.to() == HealthStatus.UP) {
            LOG.info("Health of {}: {}, {}", change.component(), change.to(), before);
        } else {
            LOG.warn("Health of {}: {}, {}", change.component(), change.to(), before);
        }
    }

    private static void tell(Observer observer, Decision change) {
        try {
            observer.on(change, null);
        } catch (Throwable fault) {
            LOG.error("Breakwater: observer {} failed", observer.getClass().getName(), fault);
        }
    }
}
