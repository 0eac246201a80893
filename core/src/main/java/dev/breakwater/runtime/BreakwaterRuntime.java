/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Breakwater;
import dev.breakwater.exchange.TimeSource;

/**
 * Owns what lives longer than a chain: time, threads, stores, sinks and the state behind the policies. Adapters hold the
 * runtime and ask it for the current chain once per request. Safe for use by many threads.
 */
public final class BreakwaterRuntime implements AutoCloseable {
    private final TimeSource time;
    private volatile Breakwater chain;

    private BreakwaterRuntime(Breakwater chain, TimeSource time) {
        this.chain = chain;
        this.time = time;
    }

    /** A runtime around a chain built by hand, with the machine's clocks. */
    public static BreakwaterRuntime of(Breakwater chain) {
        return new BreakwaterRuntime(chain, TimeSource.system());
    }

    /** The chain for a request that arrives now. */
    public Breakwater chain() {
        return chain;
    }

    /** The clocks. */
    public TimeSource time() {
        return time;
    }

    @Override
    public void close() {}
}
