/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One performance of the pipeline from deadline to meter: attempt after attempt until one answers or nothing is left to
 * try. Ends exactly once, by the deadline at the latest. Holds no thread while it waits.
 */
final class Flight<S extends @Nullable Object, T extends @Nullable Object> implements Alarm.Sleeper {
    private final Engine engine;
    private final Pipeline pipeline;
    private final Work<S> work;
    private final Reader<S, T> reader;
    private final @Nullable Object key;
    private final @Nullable Boolean repeatable;
    private final long deadline;
    private final boolean isTooShortToTell;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final CompletableFuture<Ended<T>> end = new CompletableFuture<>();
    private final CallersContext context = new CallersContext();
    private volatile @Nullable Attempt<S, T> attempt;
    private volatile @Nullable S taken;
    private volatile @Nullable Throwable lastFailure;
    private volatile long mark;
    private volatile Alarm.@Nullable Setting limit;
    private volatile @Nullable Pause pause;
    private volatile @Nullable BooleanSupplier removed;

    /**
     * A flight.
     *
     * @param key what its answer is kept under, or null if it is not
     * @param timeoutNanos the policy's or less
     * @param isTooShortToTell whether it says nothing about the upstream if that time runs out
     */
    Flight(
            Engine engine,
            Pipeline pipeline,
            Call.Plan<S, T> plan,
            @Nullable Object key,
            long startNanos,
            long timeoutNanos,
            boolean isTooShortToTell) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.key = key;
        work = plan.work().prepared();
        reader = plan.reader();
        repeatable = plan.repeatable();
        deadline = startNanos + timeoutNanos;
        this.isTooShortToTell = isTooShortToTell;
    }

    CallersContext context() {
        return context;
    }

    Reader<S, T> reader() {
        return reader;
    }

    /** Completes when it is over, never exceptionally. Not to be completed by others. */
    CompletableFuture<Ended<T>> end() {
        return end;
    }

    /** Sets off on the caller's thread. Its end comes by the deadline only if somebody watches: its caller, or a timer. */
    void begin() {
        tryOnce(false);
    }

    /** A timer keeps the deadline from now on, unless it is over already. */
    void watch() {
        if (over.get()) {
            return;
        }
        limit = engine.alarm().set(deadline, this);
        if (over.get()) {
            stopTimers();
        }
    }

    @Override
    public void wake() {
        engine.handOver(this::timeUp, this::timeUp);
    }

    @Override
    public void noTimer(Throwable why) {
        giveUp(failure(Reason.FAILED, why));
    }

    /** Whether this is its deadline. */
    boolean endsAt(long nanos) {
        return deadline == nanos;
    }

    /** Its caller waits no longer: it ends, unless others may wait for it too. */
    void abandon() {
        if (key == null) {
            giveUp(failure(Reason.INTERRUPTED, lastFailure));
        }
    }

    private void giveUp(Ended<T> ended) {
        if (over.compareAndSet(false, true)) {
            Attempt<S, T> running = attempt;
            if (running != null) {
                running.abandon();
            }
            finish(ended);
        }
    }

    /** Leaves the caller, who has gone on, and his request; a timer keeps its deadline. Before it begins. */
    void toBackground() {
        CallContext unused = context.keepForNoRequest();
        watch();
    }

    /** Sets off on another thread: who has gone on waits for nothing, not even for its beginning. */
    void beginInBackground() {
        engine.handOver(this::goOn, () -> fail(new RejectedExecutionException("no thread")));
    }

    /** It need not set off: its answer is kept already. */
    void endWith(Ended<T> there) {
        AnswerCache cache = pipeline.cache();
        if (over.compareAndSet(false, true)) {
            if (cache != null && key != null) {
                cache.left(key, this);
            }
            end.complete(there);
        }
    }

    /**
     * It need not set off: another instance has its answer.
     *
     * @param first what comes before anybody is told, unless it has ended in another way just now
     */
    void found(Kept there, Runnable first) {
        if (over.compareAndSet(false, true)) {
            first.run();
            finish(there.ended(), there);
        }
    }

    private void tryOnce(boolean onWorker) {
        try {
            tryToSetOff(onWorker);
        } catch (Throwable fault) {
            // No timer, no memory: whoever waits must not wait for ever.
            fail(fault);
        }
    }

    private void tryToSetOff(boolean onWorker) {
        if (over.get()) {
            return;
        }
        if (engine.killSwitch().refuses()) {
            end(engine.killSwitch().refusal(attempts.get()));
            return;
        }
        Breaker.Permission permission = pipeline.tryEnter(deadline, this::refused);
        if (permission != null) {
            setOff(new Attempt<>(this, pipeline.bulkhead(), permission), onWorker);
        }
    }

    private void refused(Reason why) {
        end(failure(why, lastFailure));
    }

    private void setOff(Attempt<S, T> next, boolean onWorker) {
        attempt = next;
        if (over.get()) {
            next.neverBegan(null);
        } else {
            work.begin(next, engine, onWorker);
        }
    }

    int attempts() {
        return attempts.get();
    }

    void attemptBegan() {
        mark = pipeline.retries().mark();
        if (attempts.incrementAndGet() == 1) {
            pipeline.retries().called();
        }
    }

    /** The attempt that began did not reach the upstream: nobody paid for it. */
    void takeBack() {
        attempts.decrementAndGet();
    }

    /** Nobody pays for an attempt, so that this is how it ends. */
    void refused(SpendRefusedException why) {
        end(failure(Reason.BUDGET, why));
    }

    void drop(@Nullable S answer) {
        if (answer != null) {
            work.drop(answer);
        }
    }

    /** Whether the answer is taken; otherwise the flight has just ended in another way, and nobody will use it. */
    boolean answered(@Nullable S raw, T answer) {
        taken = raw;
        pipeline.retries().answered(mark);
        return end(Ended.answered(answer, attempts.get()));
    }

    /** So its answer is kept here, and other instances may have it unless this says that it is to be gone. */
    void mayBeShared(BooleanSupplier isRemoved) {
        removed = isRemoved;
    }

    /** Whether its answer is to be gone by now; null if it is not kept, or came from another instance. */
    @Nullable
    BooleanSupplier removed() {
        return removed;
    }

    /** Its answer came, and found nobody. */
    void unclaimed() {
        if (key == null) {
            drop(taken);
        }
    }

    void failed(Throwable failure) {
        lastFailure = failure;
        long wait = pipeline.retries().waitNanos(failure, attempts.get(), isRepeatable(), leftNanos());
        if (wait == Retries.NONE) {
            fail(failure);
            return;
        }
        CallContext unused = context.keep();
        Pause next = new Pause(engine, pipeline.retries(), this, failure);
        pause = next;
        next.begin(wait);
    }

    private boolean isRepeatable() {
        return repeatable == null ? work.isIdempotent() : repeatable;
    }

    /** The pause before its next attempt is over. */
    void goOn() {
        tryOnce(true);
    }

    /** There is no other attempt, so that this is how it ends. */
    void fail(Throwable failure) {
        end(failure(Reason.FAILED, failure));
    }

    boolean isOver() {
        return over.get();
    }

    /** Its deadline has passed. */
    void timeUp() {
        if (over.compareAndSet(false, true)) {
            Attempt<S, T> running = attempt;
            if (running != null && isTooShortToTell) {
                running.abandon();
            } else if (running != null) {
                running.timeUp();
            }
            finish(failure(Reason.TIMEOUT, lastFailure));
        }
    }

    @Nullable
    String deadlineHeader() {
        return pipeline.policy().deadlineHeader();
    }

    long leftNanos() {
        return deadline - engine.time().nanoTime();
    }

    private Ended<T> failure(Reason reason, @Nullable Throwable cause) {
        return Ended.failed(reason, cause, attempts.get());
    }

    private boolean end(Ended<T> ended) {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            finish(ended);
        }
        return first;
    }

    private void finish(Ended<T> ended) {
        finish(ended, null);
    }

    private void finish(Ended<T> ended, @Nullable Kept found) {
        stopTimers();
        try {
            land(ended, found);
        } catch (Throwable fault) {
            // The key's own code can fail, and whoever waits must not wait for ever.
            engine.faults().report("a cache key of upstream " + engine.name(), fault);
        }
        end.complete(ended);
    }

    private void land(Ended<T> ended, @Nullable Kept found) {
        AnswerCache cache = pipeline.cache();
        if (key != null && cache != null) {
            cache.landed(key, this, ended, found);
        }
    }

    private void stopTimers() {
        Alarm.Setting watching = limit;
        if (watching != null) {
            watching.off();
        }
        Pause waiting = pause;
        if (waiting != null) {
            waiting.stop();
        }
    }
}
