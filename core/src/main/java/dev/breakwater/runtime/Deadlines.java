/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * For adapters: calls back when a request's deadline passes. One thread keeps the time and never waits; what falls due
 * runs on a few others, because it writes to clients, and some clients do not read. When all of those are held and many
 * tasks wait already, what falls due is dropped, and the request is left to its application. Threads begin with the first
 * deadline and end when they are idle. Safe for use by many threads.
 */
public final class Deadlines implements AutoCloseable {
    private static final int WRITERS = 4;
    private static final int WAITING = 1_000;
    private static final int IDLE_SECONDS = 30;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor writers;

    Deadlines() {
        timer = new ScheduledThreadPoolExecutor(1, threads("breakwater-deadlines"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        writers = new ThreadPoolExecutor(
                WRITERS,
                WRITERS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                threads("breakwater-deadline-writer"),
                new ThreadPoolExecutor.DiscardPolicy());
        writers.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task later.
     *
     * @param nanos how long from now
     * @param task may block; what it throws is lost
     * @return for cancelling; null if it will not run, because the runtime has been closed
     */
    public @Nullable Future<?> after(long nanos, Runnable task) {
        try {
            return timer.schedule(() -> writers.execute(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return null;
        }
    }

    private static ThreadFactory threads(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Ends the threads. What has not fallen due never will. */
    @Override
    public void close() {
        timer.shutdownNow();
        writers.shutdown();
    }
}
