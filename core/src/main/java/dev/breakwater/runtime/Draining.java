/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Observer;
import dev.breakwater.drain.Drain;
import dev.breakwater.drain.DrainPhase;
import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.exchange.TimeSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The runtime's one drain, and the shutdown hook that begins it. Safe for use by many threads. */
final class Draining implements AutoCloseable {
    private final Drain drain;
    private volatile DrainPolicy policy = DrainPolicy.defaults();
    private @Nullable ShutdownHook hook;

    /**
     * Counts from now on.
     *
     * @param vitals told when it begins, so that the ready probe fails
     */
    Draining(TimeSource time, ScheduledExecutorService timer, Observer publisher, Vitals vitals) {
        drain = new Drain(time, timer, Draining::inBackground, vitals::draining, publisher);
        drain.delayOnlyIf(vitals::wasProbed);
    }

    // One thread for each of the few things that are ever done there, so that none waits for another.
    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "breakwater-drain");
        thread.setDaemon(true);
        thread.start();
    }

    Drain drain() {
        return drain;
    }

    boolean hasBegun() {
        return drain.phase() != DrainPhase.SERVING;
    }

    void use(DrainPolicy next) {
        policy = next;
        drain.use(next);
    }

    /** From now on a signal drains; what is named is closed after that. */
    synchronized void onShutdown(List<AutoCloseable> afterwards, AutoCloseable last) {
        ShutdownHook known = hook;
        if (known == null) {
            known = new ShutdownHook(drain, () -> policy, last);
            known.register();
            hook = known;
        }
        known.add(afterwards);
    }

    /** Ends a drain that has begun, without waiting for anything. */
    @Override
    public synchronized void close() {
        drain.close();
        ShutdownHook known = hook;
        if (known != null) {
            known.unregister();
        }
    }
}
