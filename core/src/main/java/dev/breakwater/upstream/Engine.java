/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.Decision;
import dev.breakwater.FaultReporter;
import dev.breakwater.Observer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of an upstream share, whatever its policy.
 *
 * @param timer only keeps time: what falls due runs on {@code threads}
 * @param alarm keeps deadlines with that timer
 * @param random gives a number from 0 up to its argument, that one left out
 * @param retryIf which failures another attempt may mend
 */
record Engine(
        String name,
        Observer observer,
        TimeSource time,
        ScheduledExecutorService timer,
        Alarm alarm,
        Executor threads,
        LongUnaryOperator random,
        Predicate<? super Throwable> retryIf,
        FaultReporter faults,
        KillSwitch killSwitch) {

    /**
     * Does something later on another thread than the timer's.
     *
     * @param noThread what to do if there is no other
     */
    Future<?> after(long nanos, Runnable task, Runnable noThread) {
        return timer.schedule(() -> handOver(task, noThread), nanos, TimeUnit.NANOSECONDS);
    }

    /** Does something on another thread. */
    void handOver(Runnable task, Runnable noThread) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError none) {
            noThread.run();
        }
    }

    void tell(Decision decision, @Nullable Exchange exchange) {
        try {
            observer.on(decision, exchange);
        } catch (Throwable fault) {
            faults.report("observer " + observer.getClass().getName(), fault);
        }
    }

    <T extends @Nullable Object> void tell(Meter<T> meter, @Nullable T answer, @Nullable Throwable failure) {
        try {
            meter.ended(answer, failure);
        } catch (Throwable fault) {
            meterFailed(fault);
        }
    }

    void meterFailed(Throwable fault) {
        faults.report("a meter of upstream " + name, fault);
    }
}
