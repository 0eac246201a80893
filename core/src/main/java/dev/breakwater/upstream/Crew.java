/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** An upstream's timer and threads: those it was given, or else its own, which end with it. */
final class Crew {
    private final ScheduledExecutorService timer;
    private final Executor threads;
    private Runnable endOfTimer = () -> {};
    private Runnable endOfThreads = () -> {};

    Crew(String name, @Nullable ScheduledExecutorService givenTimer, @Nullable Executor givenThreads) {
        if (givenTimer == null) {
            timer = Threads.timer(name);
            endOfTimer = timer::shutdown;
        } else {
            timer = givenTimer;
        }
        if (givenThreads == null) {
            ExecutorService own = Threads.workers(name);
            threads = own;
            endOfThreads = own::shutdown;
        } else {
            threads = givenThreads;
        }
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Executor threads() {
        return threads;
    }

    /** Lets go of them; the timer only when nobody needs the alarm any more. */
    void close(Alarm alarm) {
        alarm.close(endOfTimer);
        endOfThreads.run();
    }
}
