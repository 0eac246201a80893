/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call to an upstream, described but not made: each {@link #get} and each {@link #start} makes it. Immutable, safe for
 * use by many threads, and cheap enough to be made anew for each request.
 *
 * <pre>
 * Score score = gemini.call(() -&gt; client.generate(prompt))
 *         .meter(tokens)
 *         .map(Score::parse)
 *         .cachedBy(prompt)
 *         .fallback(failure -&gt; rules.score(loan))
 *         .get();
 * </pre>
 *
 * @param <T> what the call answers
 */
public final class Call<T extends @Nullable Object> {
    private static final int LONGEST_CODEC = 64;

    private final Upstream upstream;
    private final Plan<?, T> plan;

    private Call(Upstream upstream, Plan<?, T> plan) {
        this.upstream = upstream;
        this.plan = plan;
    }

    static <S extends @Nullable Object> Call<S> of(Upstream upstream, Work<S> work) {
        return new Call<>(upstream, new Plan<>(work, Reader.plain(), null, null, null, null));
    }

    /**
     * Keeps the answer under this key for the time that the policy's {@code cacheTtl} says, and lets all who ask for it at
     * the same time wait for one call. Without that time in the policy this does nothing.
     *
     * <p>Beyond that time the answer is given at once for as long as {@code staleWhileRevalidate} says, while one call gets
     * a newer one in the background, with the work of whoever came first and for no request; and for as long as {@code staleIfError} says if
     * the upstream fails, before any fallback is asked. Failures and null are never kept, but that there is no answer, which
     * null and the statuses 404 and 410 say, is remembered for the {@code negativeTtl}.
     *
     * @param key says all that shapes the answer, its type included; immutable, with {@code equals} and {@code hashCode}
     */
    public Call<T> cachedBy(Object key) {
        return new Call<>(upstream, plan.cachedBy(Objects.requireNonNull(key, "key"), null));
    }

    /**
     * The same, and where the policy's {@code cacheStore} says so, shares the answer with the other instances of the service.
     * Who finds nothing in memory looks there before the upstream is asked, without holding a thread; what is fresh is the
     * answer, however old it was when it was found, and what is stale stands in as {@code staleIfError} says if the upstream
     * fails. Work that comes after such a look begins on a thread of the upstream, in the caller's context; that there is no
     * answer is remembered in memory alone. When what they share is away, calls go on without it.
     *
     * @param key says all that shapes the answer, its type included, for all instances, and may be read by whoever runs what
     *     they share
     * @param codec how the answer is written, which must not be changed by those who get it
     * @throws IllegalArgumentException if the codec has no proper name
     */
    public Call<T> cachedBy(String key, AnswerCodec<T> codec) {
        if (!isCodecName(codec.name())) {
            throw new IllegalArgumentException("codec: \"" + codec.name()
                    + "\" (expected: a name of 1 to 64 letters, digits, dots, dashes and underscores, such as menu-2)");
        }
        return new Call<>(upstream, plan.cachedBy(Objects.requireNonNull(key, "key"), codec));
    }

    private static boolean isCodecName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_CODEC;
    }

    /**
     * Answers when the pipeline cannot, whatever the reason. What it throws goes to the caller, with the upstream's failure
     * as suppressed. Not asked when the virtual machine itself failed. {@link #get} asks it on the caller's thread, {@link
     * #start} in the caller's context. A later fallback replaces an earlier one.
     */
    public Call<T> fallback(Function<? super UpstreamException, ? extends T> instead) {
        return new Call<>(upstream, plan.fallback(Objects.requireNonNull(instead, "fallback")));
    }

    /** Tells the meter of each attempt's end: what the call answers at this place, before any later {@link #map}. */
    public Call<T> meter(Meter<? super T> meter) {
        return new Call<>(upstream, plan.metered(Objects.requireNonNull(meter, "meter"), upstream.engine()));
    }

    /**
     * Reads the answer as part of each attempt: if the reading throws, the attempt has failed, and the breaker, the next
     * attempt and the fallback know of it. What it returns is what the cache keeps.
     *
     * @throws IllegalStateException if a fallback was given before, which would answer what nobody asks for any more, or a
     *     codec, which would write it
     */
    public <R extends @Nullable Object> Call<R> map(Reading<? super T, ? extends R> reading) {
        return new Call<>(upstream, plan.map(Objects.requireNonNull(reading, "reading")));
    }

    /**
     * Says whether doing this several times does no more than doing it once (RFC 9110 section 9.2.2). What is not may be
     * tried again only if the upstream cannot have acted on it: it was never reached, or answered 429. By default code is
     * taken for idempotent, since {@code attempts} was set for it, and an HTTP request if its method is, or if it has an
     * {@code Idempotency-Key}.
     */
    public Call<T> idempotent(boolean repeatable) {
        return new Call<>(upstream, plan.repeatable(repeatable));
    }

    /**
     * Makes the call and waits for its end, which comes by the deadline at the latest.
     *
     * @return the answer, from the upstream, the cache or the fallback
     * @throws UpstreamException if there is none
     */
    public T get() {
        return upstream.visit(plan).get();
    }

    /**
     * Makes the call without waiting. Cancelling the future ends the call, but not one that others may have joined because
     * of its key.
     *
     * @return the answer, from the upstream, the cache or the fallback; fails with an {@link UpstreamException} if there is
     *     none
     */
    public CompletableFuture<T> start() {
        return upstream.visit(plan).start();
    }

    /**
     * Makes one thing of another.
     *
     * @param <T> what it reads
     * @param <R> what it makes of it
     */
    @FunctionalInterface
    public interface Reading<T extends @Nullable Object, R extends @Nullable Object> {
        /**
         * Reads an answer.
         *
         * @throws Exception if it cannot be used
         */
        R read(T answer) throws Exception;
    }

    /** What is to be done, from the work to what the caller gets. */
    record Plan<S extends @Nullable Object, T extends @Nullable Object>(
            Work<S> work,
            Reader<S, T> reader,
            @Nullable Object key,
            @Nullable AnswerCodec<T> codec,
            @Nullable Function<? super UpstreamException, ? extends T> fallback,
            @Nullable Boolean repeatable) {

        Plan<S, T> repeatable(boolean safely) {
            return new Plan<>(work, reader, key, codec, fallback, safely);
        }

        Plan<S, T> cachedBy(Object other, @Nullable AnswerCodec<T> written) {
            return new Plan<>(work, reader, other, written, fallback, repeatable);
        }

        Plan<S, T> fallback(Function<? super UpstreamException, ? extends T> instead) {
            return new Plan<>(work, reader, key, codec, instead, repeatable);
        }

        Plan<S, T> metered(Meter<? super T> meter, Engine engine) {
            return new Plan<>(work, reader.metered(meter, engine), key, codec, fallback, repeatable);
        }

        <R extends @Nullable Object> Plan<S, R> map(Reading<? super T, ? extends R> reading) {
            if (fallback != null) {
                throw new IllegalStateException(
                        "map after fallback: the fallback answers what is not asked for any more"
                                + " (expected: first map, then the fallback for what it makes)");
            }
            if (codec != null) {
                throw new IllegalStateException("map after cachedBy: the codec writes what is not asked for any more"
                        + " (expected: first map, then cachedBy with a codec for what it makes)");
            }
            return new Plan<>(work, reader.then(reading), key, null, null, repeatable);
        }
    }
}
