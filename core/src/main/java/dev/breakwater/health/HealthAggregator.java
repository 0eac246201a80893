/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.Observer;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final HealthPolicy policy;
    private final TimeSource time;
    private final List<CheckRunner> runners = new ArrayList<>();
    private final List<Future<?>> schedules = new ArrayList<>();
    private final List<Observer> observers;
    private final ScheduledExecutorService scheduler;
    private final @Nullable ExecutorService owned;
    private Phase phase = Phase.STARTING;
    private boolean broken;
    private boolean wasReady;
    private volatile HealthSnapshot snapshot;

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
        this.scheduler = scheduler;
        this.owned = owned;
        for (HealthCheck check : checks) {
            runners.add(new CheckRunner(check, policy, time, scheduler, workers, this::heard));
        }
        snapshot = taken();
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
        requireNames(checks);
        ExecutorService workers = workers();
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
        requireNames(checks);
        return new HealthAggregator(policy, checks, observers, time, scheduler, workers, null).begin();
    }

    /** How the service is now, from what the checks have found so far. */
    public HealthSnapshot snapshot() {
        HealthSnapshot latest = snapshot;
        return latest.isExpired(time.nanoTime()) ? taken() : latest;
    }

    /** The application is able to serve. Does nothing while draining. */
    public void started() {
        synchronized (this) {
            phase = phase == Phase.STARTING ? Phase.RUNNING : phase;
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
        schedules.forEach(schedule -> schedule.cancel(false));
        runners.forEach(CheckRunner::stop);
        if (owned != null) {
            owned.shutdownNow();
        }
    }

    /** Begins to run the checks, the first time it is called. */
    public synchronized HealthAggregator begin() {
        if (schedules.isEmpty()) {
            long interval = policy.interval().toNanos();
            for (CheckRunner runner : runners) {
                schedules.add(
                        scheduler.scheduleWithFixedDelay(() -> triggered(runner), 0, interval, TimeUnit.NANOSECONDS));
            }
        }
        return this;
    }

    // A scheduler forgets what throws once.
    private static void triggered(CheckRunner runner) {
        try {
            runner.trigger();
        } catch (Throwable fault) {
            LOG.error("Breakwater: a health check could not be begun", fault);
        }
    }

    private synchronized HealthSnapshot taken() {
        long now = time.nanoTime();
        List<ComponentHealth> components = new ArrayList<>(runners.size());
        long expires = now + FAR;
        for (CheckRunner runner : runners) {
            components.add(runner.at(now));
            long stale = runner.staleAtNanos();
            expires = stale - now > 0 && stale - expires < 0 ? stale : expires;
        }
        HealthSnapshot latest = new HealthSnapshot(policy, phase, broken, wasReady, components, expires);
        wasReady |= latest.isReady();
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
        if (change.to() == HealthStatus.UP) {
            LOG.info("Health of {}: {}, was {}", change.component(), change.to(), change.from());
        } else {
            LOG.warn("Health of {}: {}, was {}", change.component(), change.to(), change.from());
        }
    }

    private static void tell(Observer observer, HealthChanged change) {
        try {
            observer.on(change, null);
        } catch (Throwable fault) {
            LOG.error("Breakwater: observer {} failed", observer.getClass().getName(), fault);
        }
    }

    private static void requireNames(Collection<? extends HealthCheck> checks) {
        Problems problems = new Problems();
        Set<String> seen = new HashSet<>();
        for (HealthCheck check : checks) {
            if (!isName(check.name())) {
                problems.error(
                        "BW-HEALTH-010",
                        "checks",
                        '"' + check.name() + '"',
                        "1 to 64 letters, digits, dots, dashes and underscores",
                        "Rename the check.");
            } else if (!seen.add(check.name().toLowerCase(Locale.ROOT))) {
                problems.error(
                        "BW-HEALTH-011",
                        "checks",
                        check.name(),
                        "a name of its own for each check",
                        "Rename one of the two.");
            }
        }
        problems.throwIfInvalid();
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 64
                && name.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_'));
    }

    // No bound of its own: each check takes one thread at most.
    private static ExecutorService workers() {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory threads = work -> {
            Thread thread = new Thread(work, "breakwater-health-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }
}
