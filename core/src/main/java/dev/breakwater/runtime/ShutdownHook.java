/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.drain.Drain;
import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.drain.DrainSummary;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the JVM runs when it is told to end: drains, then closes what it was given, in order, then the runtime. Other
 * hooks run beside it; whoever lets a server of its own accord stop at once loses what the drain is for. What does not
 * let itself be closed in time is left as it is, so that one that hangs keeps neither the others nor the process waiting.
 */
final class ShutdownHook implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    // A drain ends by itself. Should its timer be held up, the process must end all the same.
    private static final long MARGIN_MILLIS = 2_000;

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Drain drain;
    private final Supplier<DrainPolicy> policy;
    private final AutoCloseable last;
    private final Duration closing;
    private final List<AutoCloseable> afterwards = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this, "breakwater-shutdown");

    ShutdownHook(Drain drain, Supplier<DrainPolicy> policy, AutoCloseable last) {
        this(drain, policy, last, CLOSING);
    }

    /**
     * The same with another limit.
     *
     * @param closing how long each may take to be closed
     */
    ShutdownHook(Drain drain, Supplier<DrainPolicy> policy, AutoCloseable last, Duration closing) {
        this.drain = drain;
        this.policy = policy;
        this.last = last;
        this.closing = closing;
    }

    /** Has itself called when the JVM ends. */
    void register() {
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** The JVM may forget it. */
    void unregister() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException tooLate) {
            // The JVM ends already, and perhaps this is where it does.
        }
    }

    void add(List<AutoCloseable> more) {
        afterwards.addAll(more);
    }

    @Override
    public void run() {
        DrainSummary summary = drained();
        afterwards.forEach(this::closeInTime);
        closeInTime(last);
        if (policy.get().endsProcess()) {
            Runtime.getRuntime().halt(summary == null || summary.aborted() > 0 ? 1 : 0);
        }
    }

    private @Nullable DrainSummary drained() {
        DrainPolicy now = policy.get();
        long longest = now.delay().plus(now.timeout()).toMillis() + MARGIN_MILLIS;
        try {
            return drain.begin().get(longest, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.error("Breakwater: the drain did not end in time", late);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private void closeInTime(AutoCloseable closed) {
        Thread closer = new Thread(() -> close(closed), "breakwater-close");
        closer.setDaemon(true);
        try {
            closer.start();
            closer.join(closing.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError noThread) {
            close(closed);
        }
        if (closer.isAlive()) {
            TimeoutException where = new TimeoutException("where it hangs");
            where.setStackTrace(closer.getStackTrace());
            LOG.error(
                    "Breakwater: {} is not closed after {} ms, so the shutdown goes on without it",
                    closed.getClass().getName(),
                    closing.toMillis(),
                    where);
        }
    }

    private static void close(AutoCloseable closed) {
        try {
            closed.close();
        } catch (Throwable fault) {
            LOG.error("Breakwater: {} could not be closed", closed.getClass().getName(), fault);
        }
    }
}
