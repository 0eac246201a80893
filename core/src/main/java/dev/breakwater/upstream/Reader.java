/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import org.jspecify.annotations.Nullable;

/**
 * Makes of what an attempt gave what the caller asked for; meters and mappings are links of it.
 *
 * @param <S> what the work answers
 * @param <T> what the caller gets
 */
@FunctionalInterface
interface Reader<S extends @Nullable Object, T extends @Nullable Object> {
    /** Throws the failure, or what reading the answer came to. */
    T read(@Nullable S answer, @Nullable Throwable failure) throws Throwable;

    /** Nothing but the answer. */
    @SuppressWarnings("NullAway") // The answer is null only where the work's own type allows it.
    static <S extends @Nullable Object> Reader<S, S> plain() {
        return (answer, failure) -> {
            if (failure != null) {
                throw failure;
            }
            return answer;
        };
    }

    default <R extends @Nullable Object> Reader<S, R> then(Call.Reading<? super T, ? extends R> reading) {
        return (answer, failure) -> reading.read(read(answer, failure));
    }

    default Reader<S, T> metered(Meter<? super T> meter, Engine engine) {
        return (answer, failure) -> {
            T read;
            try {
                read = read(answer, failure);
            } catch (Throwable fault) {
                engine.tell(meter, null, fault);
                throw fault;
            }
            engine.tell(meter, read, null);
            return read;
        };
    }
}
