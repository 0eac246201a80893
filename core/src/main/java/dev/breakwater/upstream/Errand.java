/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on a thread of its own. It can be interrupted while it runs, and only then: the thread goes back as it
 * came. Unlike a {@link java.util.concurrent.FutureTask} it counts as running until it really ends.
 */
final class Errand<S extends @Nullable Object> implements Runnable {
    private final Callable<? extends S> work;
    private final Attempt<S, ?> attempt;
    private @Nullable Thread thread;
    private boolean stopped;

    Errand(Callable<? extends S> work, Attempt<S, ?> attempt) {
        this.work = work;
        this.attempt = attempt;
    }

    @Override
    public void run() {
        boolean interrupted = Thread.interrupted();
        if (begin()) {
            attempt.run(work, this::end);
        } else {
            attempt.neverBegan(null);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean begin() {
        if (!stopped) {
            thread = Thread.currentThread();
        }
        return !stopped;
    }

    private void end() {
        synchronized (this) {
            thread = null;
        }
        // From here on nobody interrupts; whoever did was heard by the work or never will be.
        boolean unused = Thread.interrupted();
    }

    synchronized void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
