/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The way to Redis, as those see it who have something to ask. Safe for use by many threads; never blocks. */
interface Link extends AutoCloseable {
    /**
     * Runs a script, in one round trip. The link puts an argument of its own before the others: the latest time, in
     * microseconds of the server's clock, at which the script may still act; 0 if it may at any time. The script returns one
     * string, which costs Redis and us less than a list: two doubles, the server's time, and 1, or 0 if that time has passed
     * and nothing was done; then whatever it has to say. So what was sent before Redis stood still takes nothing when it goes
     * on, long after whoever asked has gone.
     *
     * @param keys all in one slot of a cluster
     * @return what the script returned, from the third value on; or fails, in bounded time, with a {@link RedisAwayException}
     */
    <R> CompletableFuture<R> call(Script<R> script, byte[][] keys, byte[]... arguments);

    /** How many instances of the service there are, or were within the last 15 seconds that Redis was heard; 1 or more. */
    int instances();

    /** Why Redis is not being asked; null while it is. */
    @Nullable
    String away();

    @Override
    void close();
}
