/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does what is due once a second, on a thread of its own, which no fault ends. */
final class LedgerKeeper implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Runnable due;
    private final Consumer<Throwable> faults;
    private final Thread thread = new Thread(this::run, "breakwater-ledger");

    LedgerKeeper(Runnable due, Consumer<Throwable> faults) {
        this.due = due;
        this.faults = faults;
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(1, TimeUnit.SECONDS)) {
                tick();
            }
        } catch (InterruptedException nobodysBusiness) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        try {
            due.run();
        } catch (Throwable fault) {
            // Whatever it is, rows are to go to the disk a second later.
            faults.accept(fault);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
