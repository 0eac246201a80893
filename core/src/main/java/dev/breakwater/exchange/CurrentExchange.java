/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of the calling thread. Adapters open and close it around the application; code that moves to another
 * thread takes it along with {@code wrap}. This is the only thread-bound state in Breakwater.
 */
public final class CurrentExchange {
    private static final ThreadLocal<@Nullable Exchange> CURRENT = new ThreadLocal<>();

    private CurrentExchange() {}

    /** The exchange this thread works for, or null. */
    public static @Nullable Exchange get() {
        return CURRENT.get();
    }

    /**
     * For adapters: from now on this thread works for the exchange. Pass what this returns to {@link #close}.
     *
     * @return the exchange it worked for until now
     */
    public static @Nullable Exchange open(Exchange exchange) {
        Exchange previous = CURRENT.get();
        CURRENT.set(exchange);
        LogContext.enter(exchange);
        return previous;
    }

    /** For adapters: back to what {@link #open} returned. */
    public static void close(@Nullable Exchange previous) {
        LogContext.leave(CURRENT.get(), previous);
        // Set to null, not removed: a thread that serves one request after the other would make its entry each time
        // anew, and what is left holds nothing of ours.
        CURRENT.set(previous);
    }

    /** The same work, done for the exchange of the thread that calls this method. */
    public static Runnable wrap(Runnable work) {
        Exchange exchange = get();
        return exchange == null
                ? work
                : () -> within(exchange, () -> {
                    work.run();
                    return null;
                });
    }

    /** The same work, done for the exchange of the thread that calls this method. */
    public static <T> Callable<T> wrap(Callable<T> work) {
        Exchange exchange = get();
        return exchange == null
                ? work
                : () -> {
                    Exchange previous = open(exchange);
                    try {
                        return work.call();
                    } finally {
                        close(previous);
                    }
                };
    }

    /** The same work, done for the exchange of the thread that calls this method. */
    public static <T extends @Nullable Object> Supplier<T> wrapSupplier(Supplier<T> work) {
        Exchange exchange = get();
        return exchange == null ? work : () -> within(exchange, work);
    }

    private static <T extends @Nullable Object> T within(Exchange exchange, Supplier<T> work) {
        Exchange previous = open(exchange);
        try {
            return work.get();
        } finally {
            close(previous);
        }
    }
}
