/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

/** A way to decide on a request whose bucket is in Redis. Safe for use by many threads, which it lets wait. */
interface Contender extends AutoCloseable {
    /** What came of a request. */
    enum Answer {
        ADMITTED,
        DENIED,
        FAILED
    }

    /** Decides on one request of this caller. */
    Answer ask(int caller);

    /** How many round trips it takes for Redis to be asked for these commands, some of which were run by scripts. */
    default long roundTrips(Commands run) {
        return run.of("evalsha") + run.of("eval");
    }

    @Override
    void close();
}
