/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult.Source;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One caller's way through the pipeline: with whom it waits, when it gives up, what it is told in the end. */
final class Visit<S extends @Nullable Object, T extends @Nullable Object> {
    private final Engine engine;
    private final Pipeline pipeline;
    private final Call.Plan<S, T> plan;
    private final @Nullable Exchange exchange;
    private final long startNanos;
    private final long timeoutNanos;
    private final AtomicBoolean concluded = new AtomicBoolean();
    private Source source = Source.CALL;
    private @Nullable Flight<S, T> own;

    Visit(Engine engine, Pipeline pipeline, Call.Plan<S, T> plan) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.plan = plan;
        exchange = CurrentExchange.get();
        startNanos = engine.time().nanoTime();
        timeoutNanos = TimeLeft.nanos(pipeline, exchange, startNanos);
    }

    /** Waits on this thread. */
    T get() {
        Ended<T> ended = atOnce();
        return conclude(ended == null ? await() : ended);
    }

    /** Waits on none. */
    CompletableFuture<T> start() {
        CompletableFuture<T> promise = new CompletableFuture<>();
        Ended<T> ended = atOnce();
        if (ended != null) {
            keep(promise, ended);
            return promise;
        }
        Flight<S, T> flight = depart(false);
        Ended<T> there = flight.end().getNow(null);
        if (there != null) {
            concluded.set(true);
            keep(promise, there);
            return promise;
        }
        CallContext context = flight == own ? flight.context().keep() : CallContext.current();
        CompletableFuture<?> unused = inTime(flight).whenComplete((late, never) -> arrived(promise, late, context));
        CompletableFuture<?> unusedToo = promise.whenComplete((answer, failure) -> givenUp());
        return promise;
    }

    private void arrived(CompletableFuture<T> promise, Ended<T> ended, CallContext context) {
        if (!concluded.compareAndSet(false, true)) {
            unclaimed(ended);
            return;
        }
        Runnable keep = () -> context.run(() -> keep(promise, ended));
        if (source == Source.JOINED && ended.failure() != null && plan.fallback() != null) {
            // All who joined arrive on one thread: nobody's fallback is to hold up the others.
            engine.handOver(keep, keep);
        } else {
            keep.run();
        }
    }

    private void keep(CompletableFuture<T> promise, Ended<T> ended) {
        T answer;
        try {
            answer = conclude(ended);
        } catch (Throwable failure) {
            promise.completeExceptionally(failure);
            return;
        }
        if (!promise.complete(answer)) {
            unclaimed(ended);
        }
    }

    /** The answer came as its caller went: what nobody else can have is given back. */
    private void unclaimed(Ended<T> ended) {
        if (ended.failure() == null && own != null) {
            own.unclaimed();
        }
    }

    /** The future was cancelled or completed by its holder. */
    private void givenUp() {
        if (concluded.compareAndSet(false, true)) {
            leave();
            tell(Ended.failed(Reason.INTERRUPTED, null, attempts()), false);
        }
    }

    private @Nullable Ended<T> atOnce() {
        if (engine.killSwitch().refuses()) {
            return engine.killSwitch().refusal(0);
        }
        AnswerCache cache = pipeline.cache();
        Ended<T> kept = cache == null || plan.key() == null ? null : hit(cache, plan.key());
        return kept == null && pipeline.pacing().isTooLittle(timeoutNanos)
                ? Ended.failed(Reason.TIMEOUT, null, 0)
                : kept;
    }

    private @Nullable Ended<T> hit(AnswerCache cache, Object key) {
        Kept kept = cache.find(key, startNanos);
        if (kept == null) {
            return null;
        }
        source = Source.CACHE;
        if (cache.isStale(kept, startNanos)) {
            source = Source.STALE;
            new Reload<>(engine, pipeline, plan, cache, key).instead(kept, startNanos);
        }
        return kept.ended();
    }

    private Ended<T> await() {
        if (Thread.currentThread().isInterrupted()) {
            return Ended.failed(Reason.INTERRUPTED, null, 0);
        }
        Flight<S, T> flight = depart(true);
        try {
            return flight.end().get(left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return late(flight);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            leave();
            CompletableFuture<?> unused = flight.end().thenAccept(this::unclaimed);
            return Ended.failed(Reason.INTERRUPTED, interrupted, attempts());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** This caller's time is up, and with it that of a flight of its own. */
    private Ended<T> late(Flight<S, T> flight) {
        if (!endsWithMe(flight)) {
            return Ended.failed(Reason.TIMEOUT, null, attempts());
        }
        flight.timeUp();
        return flight.end().join();
    }

    /**
     * Sets off, or joins those who have.
     *
     * @param waits whether this thread will wait until the deadline, which saves a timer
     */
    private Flight<S, T> depart(boolean waits) {
        AnswerCache cache = pipeline.cache();
        Object key = plan.key();
        if (cache != null && key != null) {
            return shared(cache, key);
        }
        boolean tooShort = TimeLeft.isTooShortToTell(pipeline, exchange, timeoutNanos);
        Flight<S, T> flight = new Flight<>(engine, pipeline, plan, null, startNanos, timeoutNanos, tooShort);
        own = flight;
        flight.begin();
        if (!waits) {
            flight.watch();
        }
        return flight;
    }

    private Flight<S, T> shared(AnswerCache cache, Object key) {
        Flight<?, ?> underWay = cache.underWay(key);
        if (underWay != null) {
            return joined(underWay);
        }
        Flight<S, T> flight = new Flight<>(engine, pipeline, plan, key, startNanos, pipeline.timeoutNanos(), false);
        underWay = cache.enter(key, flight);
        if (underWay != null) {
            return joined(underWay);
        }
        own = flight;
        // One may have landed since we looked.
        Ended<T> found = hit(cache, key);
        if (found != null) {
            flight.endWith(found);
        } else {
            Lookup.first(engine, cache, plan, flight, true, flight::begin);
            // Whether its caller waits or not: others may join, and stay when that one leaves.
            flight.watch();
        }
        return flight;
    }

    @SuppressWarnings("unchecked") // One key is one kind of answer: the caller's side of the contract.
    private Flight<S, T> joined(Flight<?, ?> underWay) {
        source = Source.JOINED;
        return (Flight<S, T>) underWay;
    }

    /** Whether the flight has no more time than this caller; others may have joined whose time is not up. */
    private boolean endsWithMe(Flight<S, T> flight) {
        return flight == own && flight.endsAt(startNanos + timeoutNanos);
    }

    /** The end of the flight, by the end of this caller's time. */
    private CompletableFuture<Ended<T>> inTime(Flight<S, T> flight) {
        if (endsWithMe(flight)) {
            return flight.end();
        }
        return Patience.until(
                startNanos + timeoutNanos, flight.end(), engine, () -> Ended.failed(Reason.TIMEOUT, null, attempts()));
    }

    private long left() {
        return startNanos + timeoutNanos - engine.time().nanoTime();
    }

    /** What only this caller waited for ends; what others may wait for goes on. */
    private void leave() {
        if (own != null) {
            own.abandon();
        }
    }

    private int attempts() {
        return own == null ? 0 : own.attempts();
    }

    private T conclude(Ended<T> real) {
        Ended<T> ended = real.failure() == null ? real : orStale(real);
        if (ended.failure() == null) {
            if (source == Source.CALL && ended.attempts() == 0) {
                // Another instance had it.
                source = Source.CACHE;
            }
            AnswerCache cache = pipeline.cache();
            if (source == Source.JOINED && cache != null) {
                cache.joined();
            }
            tell(ended, false);
            return ended.get();
        }
        UpstreamException failure =
                new UpstreamException(engine.name(), ended.failure(), ended.cause(), pipeline.retryAfter(ended));
        // A virtual machine in trouble is nothing to carry on after.
        if (plan.fallback() == null || ended.cause() instanceof VirtualMachineError) {
            tell(ended, false);
            throw failure;
        }
        return instead(ended, failure, plan.fallback());
    }

    private Ended<T> orStale(Ended<T> failed) {
        Kept old = pipeline.insteadOf(failed, plan.key());
        if (old == null) {
            return failed;
        }
        int attempts = source == Source.JOINED ? 0 : failed.attempts();
        source = Source.STALE;
        return new Ended<>(old.<T>ended().answer(), null, failed.cause(), attempts);
    }

    private T instead(
            Ended<T> ended, UpstreamException failure, Function<? super UpstreamException, ? extends T> fallback) {
        T answer;
        try {
            answer = fallback.apply(failure);
        } catch (Throwable fault) {
            if (fault != failure) {
                fault.addSuppressed(failure);
            }
            tell(ended, false);
            throw fault;
        }
        tell(ended, true);
        return answer;
    }

    private void tell(Ended<T> ended, boolean fallback) {
        long took = engine.time().nanoTime() - startNanos;
        engine.tell(UpstreamResult.of(engine.name(), ended, source, fallback, took), exchange);
    }
}
