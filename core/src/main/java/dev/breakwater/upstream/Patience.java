/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.UpstreamException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How long somebody waits for the end of what others may wait for longer. */
final class Patience<T extends @Nullable Object> implements Alarm.Sleeper {
    private final CompletableFuture<Ended<T>> mine = new CompletableFuture<>();
    private final Engine engine;
    private final Supplier<Ended<T>> late;

    private Patience(Engine engine, Supplier<Ended<T>> late) {
        this.engine = engine;
        this.late = late;
    }

    /**
     * The same end, or another if that one comes after this moment.
     *
     * @param late says how it ended for the one who waits no longer
     */
    static <T extends @Nullable Object> CompletableFuture<Ended<T>> until(
            long nanos, CompletableFuture<Ended<T>> end, Engine engine, Supplier<Ended<T>> late) {
        Patience<T> patience = new Patience<>(engine, late);
        Alarm.Setting limit = engine.alarm().set(nanos, patience);
        CompletableFuture<?> unused = end.whenComplete((ended, never) -> {
            limit.off();
            patience.mine.complete(ended);
        });
        return patience.mine;
    }

    @Override
    public void wake() {
        engine.handOver(this::timeUp, this::timeUp);
    }

    private void timeUp() {
        mine.complete(late.get());
    }

    @Override
    public void noTimer(Throwable why) {
        mine.complete(Ended.failed(Reason.FAILED, why, 0));
    }
}
