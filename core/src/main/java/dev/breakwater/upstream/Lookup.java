/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.AnswerStore.Found;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a flight does before it sets off and after it has landed, where answers are shared: looks whether another instance
 * has asked already, and lets the others have the answer. Nobody's thread waits for either.
 */
final class Lookup<S extends @Nullable Object, T extends @Nullable Object> {
    // Longer than any policy keeps one.
    private static final Duration OLDEST = Duration.ofDays(1_000);

    private final Engine engine;
    private final AnswerCache cache;
    private final SharedAnswers shared;
    private final String key;
    private final AnswerCodec<T> codec;
    private final Flight<S, T> flight;
    private final boolean counted;

    private Lookup(
            Engine engine,
            AnswerCache cache,
            SharedAnswers shared,
            String key,
            AnswerCodec<T> codec,
            Flight<S, T> flight,
            boolean counted) {
        this.engine = engine;
        this.cache = cache;
        this.shared = shared;
        this.key = key;
        this.codec = codec;
        this.flight = flight;
        this.counted = counted;
    }

    /**
     * Has a flight begin, which looks first if its answer may be shared. On the thread of the flight's caller.
     *
     * @param counted whether somebody waits, so that it is counted where the answer came from
     * @param setOff what the flight does if there is nothing to look for
     */
    static <S extends @Nullable Object, T extends @Nullable Object> void first(
            Engine engine,
            AnswerCache cache,
            Call.Plan<S, T> plan,
            Flight<S, T> flight,
            boolean counted,
            Runnable setOff) {
        SharedAnswers shared = cache.shared();
        AnswerCodec<T> codec = plan.codec();
        if (shared != null && codec != null && plan.key() instanceof String key) {
            new Lookup<>(engine, cache, shared, key, codec, flight, counted).begin(setOff);
            return;
        }
        if (shared != null) {
            shared.uncoded();
        }
        if (counted) {
            cache.missed();
        }
        setOff.run();
    }

    private void begin(Runnable setOff) {
        CompletableFuture<?> unused = flight.end().thenAccept(this::landed);
        try {
            look(setOff);
        } catch (Throwable fault) {
            // Nobody watches it yet: all who ask for its key would wait for what never sets off.
            flight.fail(fault);
        }
    }

    private void look(Runnable setOff) {
        CompletableFuture<Optional<Found>> asked = shared.find(key, codec);
        if (asked.isDone() && asked.join().isEmpty()) {
            // As while the store is away: it costs no change of threads.
            missed();
            setOff.run();
            return;
        }
        CallContext context = flight.context().keep();
        CompletableFuture<?> unused = asked.thenAccept(found -> {
            // Whoever brings the answer has others to bring.
            Runnable goOn = () -> answered(found.orElse(null), context);
            engine.handOver(goOn, () -> noThread(goOn));
        });
    }

    /**
     * Nor is the end to come on this thread, since fallbacks may hang on it: as at a deadline, the timer's is the last that is
     * left. If there is no timer any more either, the flight's deadline ends it.
     */
    private void noThread(Runnable goOn) {
        Future<?> unused = engine.after(0, goOn, () -> flight.fail(new RejectedExecutionException("no thread")));
    }

    private void answered(@Nullable Found found, CallContext context) {
        if (flight.isOver()) {
            return;
        }
        try {
            Kept kept = found == null || engine.killSwitch().refuses() ? null : kept(found, context);
            if (kept == null || cache.isStale(kept, engine.time().nanoTime())) {
                goOn(kept);
            } else {
                flight.found(kept, this::foundShared);
            }
        } catch (Throwable fault) {
            // Whoever waits must not wait for ever.
            flight.fail(fault);
        }
    }

    private @Nullable Kept kept(Found found, CallContext context) {
        if (found.age().compareTo(OLDEST) > 0) {
            return null;
        }
        long since = engine.time().nanoTime() - Math.max(0, found.age().toNanos());
        CallContext previous = context.enter();
        try {
            @Nullable T answer = shared.read(found.answer(), codec);
            return answer == null ? null : Kept.answer(answer, since);
        } finally {
            CallContext.leave(previous);
        }
    }

    /** @param stale too old to be the answer, but it may stand in for it */
    private void goOn(@Nullable Kept stale) {
        if (stale != null) {
            cache.offer(key, flight, stale);
        }
        missed();
        flight.goOn();
    }

    private void foundShared() {
        if (counted) {
            cache.foundShared();
        }
    }

    private void missed() {
        if (counted) {
            cache.missed();
        }
    }

    private void landed(Ended<T> ended) {
        BooleanSupplier removed = flight.removed();
        if (removed != null) {
            // The request may be over when it is written.
            CallContext context = flight.context().keep().forNoRequest();
            engine.handOver(() -> context.run(() -> shared.put(key, ended.get(), removed, codec)), () -> {});
        } else if (Failures.isAbsence(ended)) {
            // As in memory: what there was is gone.
            shared.remove(key, false);
        }
    }
}
