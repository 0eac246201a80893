/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import dev.breakwater.Observer;
import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is in flight, and takes the service out of traffic once: {@link #begin()} makes it unready; after the
 * policy's delay what comes is refused; and when nothing is in flight any more, or the policy's timeout has passed, the
 * drain ends. It outlives the policies it is used with. Nothing here blocks. Safe for use by many threads.
 */
public final class Drain implements AutoCloseable {
    // For us a request ends before the container has sent the last of its answer.
    private static final Duration LAST_BYTES = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final TimeSource time;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private final Runnable unready;
    private final Observer observer;
    private final InFlight inFlight = new InFlight();
    private final LongAdder refused = new LongAdder();
    private final DrainListeners listeners = new DrainListeners();
    private final AtomicBoolean isEmpty = new AtomicBoolean();
    private final CompletableFuture<DrainSummary> done = new CompletableFuture<>();
    private volatile BooleanSupplier watched = () -> true;
    private volatile boolean noticed;
    private volatile DrainPolicy policy = DrainPolicy.defaults();
    private volatile DrainPhase phase = DrainPhase.SERVING;
    private volatile long beganNanos;
    private volatile long refusingNanos;

    /**
     * Counts, and drains nothing yet.
     *
     * @param timer ends delay and timeout; belongs to the caller, who closes the drain before it
     * @param background calls listeners, and whoever waits for the end, so that neither holds up a request or the timer
     * @param unready called first of all when a drain begins, before {@link #begin()} returns
     * @param observer hears each {@link DrainChanged} once
     */
    public Drain(
            TimeSource time, ScheduledExecutorService timer, Executor background, Runnable unready, Observer observer) {
        this.time = time;
        this.timer = timer;
        this.background = background;
        this.unready = unready;
        this.observer = observer;
    }

    /** The policy that holds now. */
    public DrainPolicy policy() {
        return policy;
    }

    /** From now on this policy's times hold; a drain that has begun keeps those it began with. */
    public void use(DrainPolicy next) {
        synchronized (this) {
            if (phase == DrainPhase.SERVING) {
                policy = next;
            }
        }
    }

    /**
     * The delay is for those who must learn that they are to go elsewhere. One that nobody chose is left out if this says
     * that nobody has asked how the service is, and no request has come from another machine or to an exempt path either:
     * on a developer's machine, in a test. Without this there is always a delay.
     */
    public void delayOnlyIf(BooleanSupplier asked) {
        watched = asked;
    }

    /**
     * Begins to drain, the first time it is called.
     *
     * @return completes when the drain has ended, on a thread of the drain's own; never fails. The same drain's each time
     */
    public CompletableFuture<DrainSummary> begin() {
        if (!advance(DrainPhase.SERVING, DrainPhase.BEGUN)) {
            return done.copy();
        }
        Duration delay = delay();
        DrainListeners.call(unready);
        LOG.info(
                "Breakwater drains: not ready from now on; everything is served for {}ms more, then what is in flight"
                        + " may take {}ms; {} in flight",
                delay.toMillis(),
                policy.timeout().toMillis(),
                inFlight.count());
        tell(new DrainChanged(DrainPhase.BEGUN, null));
        inBackground(listeners::begin);
        after(delay, this::refuse);
        return done.copy();
    }

    private Duration delay() {
        return policy.isDelayChosen() || noticed || watched.getAsBoolean() ? policy.delay() : Duration.ZERO;
    }

    /**
     * Has this called when a drain begins, once, in the background; if one has begun, now. What it throws is logged. For
     * what would otherwise never end: it is the moment to end event streams and to stop taking work from queues.
     */
    public void onBegin(Runnable listener) {
        listeners.add(listener);
    }

    /** How far it is. */
    public DrainPhase phase() {
        return phase;
    }

    /** How many requests are in flight, drain or not; those that the policy exempts are not counted. */
    public long inFlight() {
        return inFlight.count();
    }

    /** How many requests have been refused so far. */
    public long refused() {
        return refused.sum();
    }

    /** Ends a drain that has begun, at once: what is in flight counts as aborted. */
    @Override
    public void close() {
        refuse();
        end();
    }

    boolean isNoticed() {
        return noticed;
    }

    /** Somebody is known who must learn that this instance drains: there will be a delay. */
    public void noticed() {
        noticed = true;
    }

    boolean isExempt(String path) {
        return policy.isExempt(path);
    }

    /** Takes a request in; false if it is to be refused. */
    boolean enter() {
        inFlight.enter();
        // Counted first and looked second: whoever begins to refuse does it the other way round, so nobody slips
        // through.
        if (phase.compareTo(DrainPhase.REFUSING) < 0) {
            return true;
        }
        inFlight.turnBack();
        refused.increment();
        // Whoever left meanwhile may have seen this one counted.
        endIfEmpty();
        return false;
    }

    /** A request that was taken in has ended. */
    void leave(long durationNanos) {
        if (phase != DrainPhase.SERVING) {
            inFlight.took(durationNanos);
        }
        inFlight.leave();
        endIfEmpty();
    }

    private void refuse() {
        if (advance(DrainPhase.BEGUN, DrainPhase.REFUSING)) {
            tell(new DrainChanged(DrainPhase.REFUSING, null));
            after(policy.timeout(), this::end);
            endIfEmpty();
        }
    }

    private void endIfEmpty() {
        if (phase == DrainPhase.REFUSING && inFlight.count() == 0 && isEmpty.compareAndSet(false, true)) {
            after(LAST_BYTES, this::end);
        }
    }

    private void end() {
        if (!advance(DrainPhase.REFUSING, DrainPhase.ENDED)) {
            return;
        }
        long now = time.nanoTime();
        DrainSummary summary = inFlight.summary(refused.sum(), now - refusingNanos, now - beganNanos);
        if (summary.aborted() > 0) {
            LOG.warn("Breakwater drained, but requests are still running: {}", summary);
        } else {
            LOG.info("Breakwater drained: {}", summary);
        }
        tell(new DrainChanged(DrainPhase.ENDED, summary));
        inBackground(() -> done.complete(summary));
    }

    private synchronized boolean advance(DrainPhase from, DrainPhase to) {
        if (phase != from) {
            return false;
        }
        if (to == DrainPhase.BEGUN) {
            beganNanos = time.nanoTime();
            inFlight.begin();
        } else if (to == DrainPhase.REFUSING) {
            refusingNanos = time.nanoTime();
        }
        phase = to;
        return true;
    }

    // A timer that has been shut down gives no time: then there is nothing to wait for.
    private void after(Duration span, Runnable step) {
        if (span.isZero()) {
            step.run();
            return;
        }
        try {
            ScheduledFuture<?> unused = timer.schedule(step, span.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            step.run();
        }
    }

    private void inBackground(Runnable work) {
        try {
            background.execute(work);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            work.run();
        }
    }

    private void tell(DrainChanged change) {
        DrainListeners.call(() -> observer.on(change, null));
    }
}
