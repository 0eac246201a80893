/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.FaultReporter;
import dev.breakwater.exchange.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes whoever is still waiting when his time is up: never early, a millisecond late for the alarm's own sake at most. Most
 * wait equally long and leave long before that, so those who come stand in a line, those who leave step out of it, and one
 * task of the timer looks at its head when the first of them is due. A task for each would cost more than all the rest of a
 * call. Who is due before those in line gets a task all the same. Safe for use by many threads.
 */
final class Alarm {
    // Calls that begin at one moment do not line up in the order of their deadlines.
    private static final long TOLERANCE = TimeUnit.MILLISECONDS.toNanos(1);

    private final ScheduledExecutorService timer;
    private final TimeSource time;
    private final FaultReporter faults;
    private @Nullable Setting first;
    private @Nullable Setting last;
    /** No later than anybody in line is due, but for the tolerance; there if anybody is, and until it falls due. */
    private @Nullable Future<?> planned;

    private long latest;
    private @Nullable Runnable atRest;

    Alarm(ScheduledExecutorService timer, TimeSource time, FaultReporter faults) {
        this.timer = timer;
        this.time = time;
        this.faults = faults;
    }

    /** Wakes the sleeper at this moment. */
    Setting set(long atNanos, Sleeper sleeper) {
        Setting setting = new Setting(this, sleeper, atNanos);
        try {
            if (!isLinedUp(setting)) {
                setting.task = plan(sleeper::wake, atNanos);
            }
        } catch (RejectedExecutionException shutDown) {
            sleeper.noTimer(shutDown);
        }
        return setting;
    }

    private Future<?> plan(Runnable task, long atNanos) {
        return timer.schedule(task, atNanos - time.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private synchronized boolean isLinedUp(Setting setting) {
        if (atRest != null) {
            return false;
        }
        if (planned == null) {
            planned = plan(this::ring, setting.atNanos);
            latest = setting.atNanos;
        }
        long later = setting.atNanos - latest;
        if (later < -TOLERANCE) {
            return false;
        }
        latest += Math.max(0, later);
        append(setting);
        return true;
    }

    /** The first are due. */
    private void ring() {
        List<Sleeper> due = new ArrayList<>();
        List<Sleeper> unwatched = new ArrayList<>();
        Throwable noTimer = next(due, unwatched);
        for (Sleeper sleeper : due) {
            tell(sleeper, null);
        }
        for (Sleeper sleeper : unwatched) {
            tell(sleeper, noTimer);
        }
    }

    private synchronized @Nullable Throwable next(List<Sleeper> due, List<Sleeper> unwatched) {
        long now = time.nanoTime();
        while (first != null && first.atNanos - now <= 0) {
            due.add(takeFirst(first));
        }
        planned = null;
        try {
            planned = first == null ? null : plan(this::ring, first.atNanos);
        } catch (Throwable noTimer) {
            while (first != null) {
                unwatched.add(takeFirst(first));
            }
            return noTimer;
        } finally {
            restIfDone();
        }
        return null;
    }

    private Sleeper takeFirst(Setting head) {
        remove(head);
        return head.sleeper;
    }

    private void tell(Sleeper sleeper, @Nullable Throwable noTimer) {
        try {
            if (noTimer == null) {
                sleeper.wake();
            } else {
                sleeper.noTimer(noTimer);
            }
        } catch (Throwable fault) {
            // The others are to be woken too.
            faults.report("the end of a call's time", fault);
        }
    }

    private synchronized void stepOut(Setting setting) {
        if (setting.inLine) {
            remove(setting);
            restIfDone();
        }
    }

    /**
     * From now on nobody lines up.
     *
     * @param atRest what to do as soon as nobody is in line, perhaps now
     */
    synchronized void close(Runnable atRest) {
        this.atRest = atRest;
        restIfDone();
    }

    private void restIfDone() {
        if (atRest != null && isForgotten()) {
            atRest.run();
        }
    }

    /** Gives up the task that nobody needs; whether nobody did. */
    synchronized boolean isForgotten() {
        if (first == null && planned != null) {
            planned.cancel(false);
            planned = null;
        }
        return first == null;
    }

    private void append(Setting setting) {
        setting.inLine = true;
        setting.before = last;
        if (last == null) {
            first = setting;
        } else {
            last.after = setting;
        }
        last = setting;
    }

    private void remove(Setting setting) {
        Setting before = setting.before;
        Setting after = setting.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        setting.inLine = false;
        // Who has left keeps nobody else in memory.
        setting.before = null;
        setting.after = null;
    }

    /** Who is to be woken. Told once, on the timer's thread, which he is not to hold. */
    interface Sleeper {
        /** It is time. */
        void wake();

        /** There is nobody to wake him, from now on: the timer was shut down. */
        void noTimer(Throwable why);
    }

    /** One sleeper's place in line, or his own task. */
    static final class Setting {
        private final Alarm alarm;
        private final Sleeper sleeper;
        private final long atNanos;
        private @Nullable Future<?> task;
        private @Nullable Setting before;
        private @Nullable Setting after;
        private boolean inLine;

        private Setting(Alarm alarm, Sleeper sleeper, long atNanos) {
            this.alarm = alarm;
            this.sleeper = sleeper;
            this.atNanos = atNanos;
        }

        /** He is up: he is not woken, unless that is happening right now. Nothing is kept of him. */
        void off() {
            if (task == null) {
                alarm.stepOut(this);
            } else {
                task.cancel(false);
            }
        }
    }
}
