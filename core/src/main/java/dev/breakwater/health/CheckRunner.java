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

/**
 * Runs one check again and again, at most one run at a time. A run over its time limit is interrupted and counts as a
 * failure there and then; what it says later is not heard. While one ignores its interruption no other is begun, so a
 * check never holds more than one thread. Safe for use by many threads.
 */
final class CheckRunner {
    private final HealthCheck check;
    private final HealthPolicy policy;
    private final TimeSource time;
    private final ScheduledExecutorService scheduler;
    private final Executor workers;
    private final Consumer<@Nullable HealthChanged> heard;
    private final ComponentState state;
    private @Nullable Run live;

    CheckRunner(
            HealthCheck check,
            HealthPolicy policy,
            TimeSource time,
            ScheduledExecutorService scheduler,
            Executor workers,
            Consumer<@Nullable HealthChanged> heard) {
        this.check = check;
        this.policy = policy;
        this.time = time;
        this.scheduler = scheduler;
        this.workers = workers;
        this.heard = heard;
        state = new ComponentState(check, policy, time.nanoTime());
    }

    /** Begins a run, unless the last one still goes on. */
    void trigger() {
        Run run = next();
        if (run != null) {
            run.limit = scheduler.schedule(() -> timeUp(run), policy.timeout().toNanos(), TimeUnit.NANOSECONDS);
            launch(run);
        } else {
            heard.accept(stillRunning());
        }
    }

    synchronized ComponentHealth at(long now) {
        return state.at(now, live != null && live.stuck);
    }

    synchronized long staleAtNanos() {
        return state.staleAtNanos();
    }

    /** Interrupts what is running; nothing is begun any more because nobody triggers. */
    synchronized void stop() {
        if (live != null && live.thread != null) {
            live.thread.interrupt();
        }
    }

    private synchronized @Nullable Run next() {
        if (live != null) {
            return null;
        }
        live = new Run(time.nanoTime());
        return live;
    }

    private void launch(Run run) {
        try {
            workers.execute(() -> perform(run));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            ended(run, HealthResult.down("not run: no thread is free"));
        }
    }

    private synchronized @Nullable HealthChanged stillRunning() {
        Run run = live;
        long now = time.nanoTime();
        if (run == null
                || !run.timedOut
                || now - run.timedOutNanos < policy.timeout().toNanos()) {
            return null;
        }
        run.stuck = true;
        return state.stuck(time.now(), Duration.ofNanos(now - run.startNanos));
    }

    private void perform(Run run) {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        begin(run, thread);
        HealthResult result;
        try {
            result = Objects.requireNonNull(check.check(), "the check's result");
        } catch (Throwable fault) {
            result = HealthResult.down(fault.toString());
        }
        ended(run, result);
        // The thread is used again: whatever the check did to it, the next one must not notice.
        boolean unused = Thread.interrupted();
        thread.setContextClassLoader(loader);
    }

    private synchronized void begin(Run run, Thread thread) {
        run.thread = thread;
        if (run.timedOut) {
            thread.interrupt();
        }
    }

    private void ended(Run run, HealthResult result) {
        HealthChanged change = null;
        synchronized (this) {
            live = null;
            run.thread = null;
            Future<?> limit = run.limit;
            if (limit != null) {
                limit.cancel(false);
            }
            if (!run.timedOut) {
                long now = time.nanoTime();
                change = state.ended(result, now, now - run.startNanos, time.now());
            }
        }
        heard.accept(change);
    }

    private void timeUp(Run run) {
        HealthChanged change;
        synchronized (this) {
            if (live != run) {
                return;
            }
            long now = time.nanoTime();
            run.timedOut = true;
            run.timedOutNanos = now;
            if (run.thread != null) {
                run.thread.interrupt();
            }
            HealthResult late = HealthResult.down(
                    "timeout: no answer within " + policy.timeout().toMillis() + " ms");
            change = state.ended(late, now, now - run.startNanos, time.now());
        }
        heard.accept(change);
    }

    /** One run. Guarded by the runner, but for what never changes. */
    private static final class Run {
        private final long startNanos;
        private volatile @Nullable Future<?> limit;
        private @Nullable Thread thread;
        private boolean timedOut;
        private long timedOutNanos;
        private boolean stuck;

        Run(long startNanos) {
            this.startNanos = startNanos;
        }
    }
}
