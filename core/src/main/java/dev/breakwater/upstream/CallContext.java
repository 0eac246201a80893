/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a call takes along from its caller's thread to others: the exchange, the logging context, the class loader.
 *
 * @param logging a copy; null if there is none
 */
record CallContext(
        @Nullable Exchange exchange,
        @Nullable Map<String, String> logging,
        @Nullable ClassLoader loader) {

    static CallContext current() {
        return new CallContext(
                CurrentExchange.get(), diagnostics(), Thread.currentThread().getContextClassLoader());
    }

    CallContext forNoRequest() {
        return new CallContext(null, logging, loader);
    }

    // Any library can be behind the MDC. If it fails, a call goes on without its logging context: whoever enters and
    // leaves
    // holds permits that must come back.
    private static @Nullable Map<String, String> diagnostics() {
        try {
            return MDC.getCopyOfContextMap();
        } catch (Throwable broken) {
            return null;
        }
    }

    /** From now on this thread works in this context. Pass what this returns to {@link #leave}. */
    CallContext enter() {
        CallContext previous = current();
        set();
        return previous;
    }

    /** Back to what {@link #enter} returned. */
    static void leave(CallContext previous) {
        previous.set();
    }

    void run(Runnable work) {
        CallContext previous = enter();
        try {
            work.run();
        } finally {
            leave(previous);
        }
    }

    @SuppressWarnings("ReferenceEquality") // Each request and each loader is one object.
    private void set() {
        if (CurrentExchange.get() != exchange) {
            CurrentExchange.close(exchange);
        }
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != loader) {
            thread.setContextClassLoader(loader);
        }
        try {
            setLogging();
        } catch (Throwable broken) {
            // As above.
        }
    }

    private void setLogging() {
        if (logging == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(logging);
        }
    }
}
