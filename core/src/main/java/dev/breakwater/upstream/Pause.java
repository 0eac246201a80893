/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What a flight waits between two attempts, and longer if the upstream asks others for that in the meantime. */
final class Pause {
    private final Engine engine;
    private final Retries retries;
    private final Flight<?, ?> flight;
    private final Throwable failure;
    private volatile @Nullable Future<?> task;

    /**
     * A pause.
     *
     * @param failure how the flight ends if there can be no further attempt
     */
    Pause(Engine engine, Retries retries, Flight<?, ?> flight, Throwable failure) {
        this.engine = engine;
        this.retries = retries;
        this.flight = flight;
        this.failure = failure;
    }

    void begin(long nanos) {
        try {
            task = engine.after(nanos, this::over, this::noMore);
        } catch (RejectedExecutionException noTimer) {
            noMore();
        }
        if (flight.isOver()) {
            stop();
        }
    }

    private void over() {
        long more = retries.moreNanos(flight.leftNanos());
        if (more == 0) {
            flight.goOn();
        } else if (more == Retries.NONE) {
            noMore();
        } else {
            begin(more);
        }
    }

    private void noMore() {
        flight.fail(failure);
    }

    void stop() {
        Future<?> planned = task;
        if (planned != null) {
            planned.cancel(false);
        }
    }
}
