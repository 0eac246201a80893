/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler whose clock only a test moves; what falls due runs on the test's thread, in order. Other threads may plan and
 * cancel meanwhile.
 */
public final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final ManualTime time;
    private final List<Task> tasks = new ArrayList<>();
    private long elapsed;
    private long count;

    /** Moves this clock along. */
    public ManualScheduler(ManualTime time) {
        super(0);
        this.time = time;
    }

    /** Lets time pass, stopping wherever something falls due. */
    public void advance(Duration span) {
        long until = elapsed + span.toNanos();
        for (Task task = next(until); task != null; task = next(until)) {
            moveTo(Math.max(elapsed, task.due));
            task.run();
            if (task.period > 0 && !task.isCancelled()) {
                add(task.work, task.period, task.period);
            }
        }
        moveTo(until);
    }

    /** Lets time pass while nothing runs: the scheduler's thread is held up. */
    public void stall(Duration span) {
        moveTo(elapsed + span.toNanos());
    }

    /** How many tasks are planned and not cancelled. */
    public synchronized int planned() {
        tasks.removeIf(Task::isCancelled);
        return tasks.size();
    }

    private synchronized void moveTo(long moment) {
        time.advanceNanos(moment - elapsed);
        elapsed = moment;
    }

    private synchronized Task next(long until) {
        tasks.removeIf(Task::isCancelled);
        Task next = tasks.stream()
                .filter(task -> task.due <= until)
                .min(Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.order))
                .orElse(null);
        tasks.remove(next);
        return next;
    }

    private synchronized Task add(Runnable work, long delay, long period) {
        if (isShutdown()) {
            throw new RejectedExecutionException("shut down");
        }
        Task task = new Task(work, elapsed + delay, period, count++);
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return add(work, unit.toNanos(delay), 0);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long initial, long delay, TimeUnit unit) {
        return add(work, unit.toNanos(initial), unit.toNanos(delay));
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final Runnable work;
        private final long due;
        private final long period;
        private final long order;

        Task(Runnable work, long due, long period, long order) {
            super(work, null);
            this.work = work;
            this.due = due;
            this.period = period;
            this.order = order;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
