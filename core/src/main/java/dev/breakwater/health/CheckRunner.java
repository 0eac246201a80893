/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one check again and again, at most one run at a time. A run over its time limit is interrupted and counts as a
 * failure there and then; what it says later is not heard. While one ignores its interruption no other is begun, so a
 * check never holds more than one thread. Safe for use by many threads.
 */
final class CheckRunner {
    private static final Logger LOG = LoggerFactory.getLogger(HealthAggregator.class);

    private final HealthCheck check;
    private final TimeSource time;
    private final ScheduledExecutorService scheduler;
    private final Executor workers;
    private final Consumer<@Nullable HealthChanged> heard;
    private final ComponentState state;
    private @Nullable Future<?> schedule;
    private @Nullable Run live;
    private long begun;
    private long concluded;
    private boolean stopped;

    CheckRunner(
            HealthCheck check,
            CheckTerms terms,
            TimeSource time,
            ScheduledExecutorService scheduler,
            Executor workers,
            Consumer<@Nullable HealthChanged> heard) {
        this.check = check;
        this.time = time;
        this.scheduler = scheduler;
        this.workers = workers;
        this.heard = heard;
        state = new ComponentState(terms, time.nanoTime());
    }

    /** Runs the check from now on, the first time it is called. */
    synchronized void begin() {
        if (schedule == null && !stopped) {
            schedule = plan(Duration.ZERO);
        }
    }

    /** Goes on with what is known, on other terms. */
    synchronized void adopt(CheckTerms now) {
        Duration before = state.terms().interval();
        state.terms(now);
        if (schedule != null && !before.equals(now.interval())) {
            schedule.cancel(false);
            schedule = plan(now.interval());
        }
    }

    private Future<?> plan(Duration first) {
        long interval = state.terms().interval().toNanos();
        return scheduler.scheduleWithFixedDelay(this::trigger, first.toNanos(), interval, TimeUnit.NANOSECONDS);
    }

    /** Looks now: at once if the check is passive; otherwise in the background, unless a run goes on anyway. */
    void refresh() {
        if (terms().passive()) {
            look();
        } else {
            Run run = next();
            if (run != null) {
                launch(run);
            }
        }
    }

    private synchronized CheckTerms terms() {
        return state.terms();
    }

    // A scheduler forgets what throws once.
    private void trigger() {
        try {
            Run run = next();
            if (run != null) {
                launch(run);
            } else {
                heard.accept(stillRunning());
            }
        } catch (Throwable fault) {
            LOG.error("Breakwater: a health check could not be begun", fault);
        }
    }

    synchronized ComponentHealth at(long now) {
        return state.at(now, live != null && live.stuck ? live.startNanos : null);
    }

    synchronized long staleAtNanos() {
        return state.staleAtNanos();
    }

    /** Interrupts what is running and begins nothing any more; nothing is heard of it either. */
    synchronized void stop() {
        stopped = true;
        if (schedule != null) {
            schedule.cancel(false);
        }
        if (live != null && live.thread != null) {
            live.thread.interrupt();
        }
    }

    private synchronized @Nullable Run next() {
        if (live != null || stopped) {
            return null;
        }
        live = new Run(++begun, time.nanoTime(), state.terms().timeout());
        return live;
    }

    private void launch(Run run) {
        run.limit = scheduler.schedule(() -> timeUp(run), run.allowed.toNanos(), TimeUnit.NANOSECONDS);
        try {
            workers.execute(() -> perform(run));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            heard.accept(ended(run, HealthResult.down("not run: no thread is free")));
        }
    }

    private synchronized @Nullable HealthChanged stillRunning() {
        Run run = live;
        long now = time.nanoTime();
        if (run == null || !run.timedOut || now - run.startNanos < 2 * run.allowed.toNanos()) {
            return null;
        }
        run.stuck = true;
        return stopped ? null : state.stuck(now, time.now(), Duration.ofNanos(now - run.startNanos));
    }

    private void perform(Run run) {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        begin(run, thread);
        HealthChanged change = ended(run, found());
        // The thread is used again: whatever the check did to it, neither observers nor the next check must notice.
        boolean unused = Thread.interrupted();
        thread.setContextClassLoader(loader);
        heard.accept(change);
    }

    private void look() {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        long order = nextOrder();
        long start = time.nanoTime();
        HealthResult result = found();
        thread.setContextClassLoader(loader);
        heard.accept(concluded(order, result, start));
    }

    private synchronized long nextOrder() {
        return ++begun;
    }

    private HealthResult found() {
        try {
            return Objects.requireNonNull(check.check(), "the check's result");
        } catch (Throwable fault) {
            return HealthResult.down(text(fault));
        }
    }

    private static String text(Throwable fault) {
        try {
            return fault.toString();
        } catch (Throwable evenThat) {
            return fault.getClass().getName();
        }
    }

    private synchronized void begin(Run run, Thread thread) {
        run.thread = thread;
        if (run.timedOut || stopped) {
            thread.interrupt();
        }
    }

    private synchronized @Nullable HealthChanged ended(Run run, HealthResult result) {
        live = null;
        run.thread = null;
        Future<?> limit = run.limit;
        if (limit != null) {
            limit.cancel(false);
        }
        return run.timedOut ? null : concluded(run.order, result, run.startNanos);
    }

    private void timeUp(Run run) {
        HealthChanged change;
        synchronized (this) {
            if (live != run) {
                return;
            }
            run.timedOut = true;
            if (run.thread != null) {
                run.thread.interrupt();
            }
            String late = "timeout: no answer within " + run.allowed.toMillis() + " ms";
            change = concluded(run.order, HealthResult.down(late), run.startNanos);
        }
        heard.accept(change);
    }

    // Who looked later knows better, whoever has ended first.
    private synchronized @Nullable HealthChanged concluded(long order, HealthResult result, long start) {
        if (stopped || order < concluded) {
            return null;
        }
        concluded = order;
        long now = time.nanoTime();
        return state.ended(result, now, now - start, time.now());
    }

    /** One run. Guarded by the runner, but for what never changes. */
    private static final class Run {
        private final long order;
        private final long startNanos;
        private final Duration allowed;
        private volatile @Nullable Future<?> limit;
        private @Nullable Thread thread;
        private boolean timedOut;
        private boolean stuck;

        Run(long order, long startNanos, Duration allowed) {
            this.order = order;
            this.startNanos = startNanos;
            this.allowed = allowed;
        }
    }
}
