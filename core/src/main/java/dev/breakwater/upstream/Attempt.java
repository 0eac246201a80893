/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One try. It is <em>settled</em> once, by its answer, its failure, the deadline or whoever gave it up, and tells the
 * breaker then; it <em>ends</em> once, when the work really does, and gives back its permit then.
 */
final class Attempt<S extends @Nullable Object, T extends @Nullable Object> {
    private final Flight<S, T> flight;
    private final Bulkhead bulkhead;
    private final Breaker.Permission permission;
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile @Nullable Runnable stop;
    private volatile boolean waiting;

    Attempt(Flight<S, T> flight, Bulkhead bulkhead, Breaker.Permission permission) {
        this.flight = flight;
        this.bulkhead = bulkhead;
        this.permission = permission;
    }

    CallersContext context() {
        return flight.context();
    }

    /** How long its answer is waited for. */
    long leftNanos() {
        return flight.leftNanos();
    }

    /** The field that says so to the upstream; null if none does. */
    @Nullable
    String deadlineHeader() {
        return flight.deadlineHeader();
    }

    /** Which attempt of its call it is, or will be; 1 for the first. */
    int number() {
        return flight.attempts() + 1;
    }

    boolean isSettled() {
        return settled.get();
    }

    /** It waits for leave to begin, and the upstream hears nothing of it until {@link #admitted}. */
    void waitsWith(Runnable giveUp) {
        waiting = true;
        stopWith(giveUp);
    }

    /** It may begin. */
    void admitted() {
        stop = null;
        waiting = false;
    }

    /** The upstream is really being called now. */
    void began() {
        flight.attemptBegan();
    }

    /** How to end the work early. */
    void stopWith(Runnable how) {
        stop = how;
        if (settled.get()) {
            how.run();
        }
    }

    /** Does the work and reads its answer on this thread. */
    void run(Callable<? extends S> work, Runnable atEnd) {
        began();
        CallContext previous = context().enter();
        Readout<S, T> readout;
        try {
            readout = perform(work);
        } finally {
            CallersContext.leave(previous);
            atEnd.run();
        }
        ended(readout);
    }

    private Readout<S, T> perform(Callable<? extends S> work) {
        S answer;
        try {
            answer = work.call();
        } catch (Throwable fault) {
            return read(null, fault);
        }
        return read(answer, null);
    }

    /** The work has ended. */
    void ended(@Nullable S answer, @Nullable Throwable failure) {
        CallContext previous = context().enter();
        Readout<S, T> readout;
        try {
            readout = read(answer, failure == null ? null : Failures.unwrapped(failure));
        } finally {
            CallersContext.leave(previous);
        }
        ended(readout);
    }

    private Readout<S, T> read(@Nullable S answer, @Nullable Throwable failure) {
        try {
            return new Readout<>(answer, flight.reader().read(answer, failure), null);
        } catch (Throwable fault) {
            return new Readout<>(answer, null, fault);
        }
    }

    private void ended(Readout<S, T> readout) {
        // First the permit: whoever sees the answer may call again at once.
        bulkhead.release();
        Throwable fault = readout.fault();
        boolean heard = settled.compareAndSet(false, true);
        boolean used = false;
        if (heard && fault == null) {
            permission.succeeded();
            used = flight.answered(readout.answer(), readout.get());
        }
        if (!used) {
            flight.drop(readout.answer());
        }
        if (heard && fault != null) {
            failed(fault);
        }
    }

    private void failed(Throwable fault) {
        SpendRefusedException refusal = Failures.spendRefusal(fault);
        if (refusal != null) {
            permission.unused();
            flight.takeBack();
            flight.refused(refusal);
            return;
        }
        if (Failures.isCancellation(fault)) {
            permission.unused();
        } else if (Failures.isCallersFault(fault)) {
            permission.succeeded();
        } else {
            permission.failed();
        }
        flight.failed(fault);
    }

    /** Nothing was called and nothing will be. */
    void neverBegan(@Nullable Throwable why) {
        bulkhead.release();
        if (settled.compareAndSet(false, true)) {
            permission.unused();
            flight.fail(why == null ? new CancellationException() : why);
        }
    }

    /** Nobody pays for it: nothing was called and nothing will be. */
    void refused(SpendRefusedException why) {
        bulkhead.release();
        if (settled.compareAndSet(false, true)) {
            permission.unused();
            flight.refused(why);
        }
    }

    /** The deadline has passed. */
    void timeUp() {
        if (settled.compareAndSet(false, true)) {
            if (waiting) {
                permission.unused();
            } else {
                permission.failed();
            }
            stop();
        }
    }

    /** Nobody waits for it any more. */
    void abandon() {
        if (settled.compareAndSet(false, true)) {
            permission.unused();
            stop();
        }
    }

    private void stop() {
        Runnable how = stop;
        if (how != null) {
            how.run();
        }
    }

    /** What became of an answer: read, or failed in the call or in the reading. */
    private record Readout<S extends @Nullable Object, T extends @Nullable Object>(
            @Nullable S answer,
            @Nullable T reading,
            @Nullable Throwable fault) {

        /** The reading, which is null only where the caller's own type allows it. */
        @SuppressWarnings("NullAway")
        T get() {
            return reading;
        }
    }
}
