/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How long somebody waits for the end of what others may wait for longer. */
final class Patience {
    private Patience() {}

    /**
     * The same end, or another if that one takes too long.
     *
     * @param late says how it ended for the one who waits no longer
     */
    static <T extends @Nullable Object> CompletableFuture<Ended<T>> until(
            long nanos, CompletableFuture<Ended<T>> end, Engine engine, Supplier<Ended<T>> late) {
        CompletableFuture<Ended<T>> mine = new CompletableFuture<>();
        Runnable timeUp = () -> mine.complete(late.get());
        Future<?> limit;
        try {
            limit = engine.after(nanos, timeUp, timeUp);
        } catch (RejectedExecutionException noTimer) {
            return CompletableFuture.completedFuture(Ended.failed(Reason.FAILED, noTimer, 0));
        }
        CompletableFuture<?> unused = end.whenComplete((ended, never) -> {
            limit.cancel(false);
            mine.complete(ended);
        });
        return mine;
    }
}
