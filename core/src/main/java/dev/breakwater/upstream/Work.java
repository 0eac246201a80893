/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is called.
 *
 * @param <S> what it answers, before anybody read it
 */
interface Work<S extends @Nullable Object> {
    /** Begins it once. Leads to exactly one {@code ended} or {@code neverBegan} of the attempt; never throws. */
    void begin(Attempt<S, ?> attempt, Engine engine, boolean onWorker);

    /** The same for one performance; called on the caller's thread, where the request may be read. */
    default Work<S> prepared() {
        return this;
    }

    /** Whether it may be done again though the upstream may have acted on it. */
    default boolean isIdempotent() {
        return true;
    }

    /** Nobody will use this answer. */
    default void drop(S answer) {}

    /** Work that holds a thread: one of the upstream's. */
    static <S extends @Nullable Object> Work<S> blocking(Callable<? extends S> work) {
        return (attempt, engine, onWorker) -> {
            CallContext unused = attempt.context().keep();
            Errand<S> errand = new Errand<>(work, attempt);
            attempt.stopWith(errand::stop);
            if (onWorker) {
                errand.run();
                return;
            }
            try {
                engine.threads().execute(errand);
            } catch (Throwable noThread) {
                attempt.neverBegan(noThread);
            }
        };
    }

    /** Work that holds none. */
    static <S extends @Nullable Object> Work<S> staged(Supplier<? extends CompletionStage<? extends S>> work) {
        return (attempt, engine, onWorker) -> Stages.begin(attempt, cancel -> engine.handOver(cancel, cancel), work);
    }
}
