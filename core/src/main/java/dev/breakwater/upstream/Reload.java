/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.UpstreamResult.Source;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A newer answer in place of a stale one, asked for in the background by one call however many find the stale one (RFC
 * 5861 section 3), with the work, the logging context and the correlation of who came first. The request it came from may
 * be over long before: neither it nor any call within it has that request's deadline, and its end is told for no request.
 */
final class Reload<S extends @Nullable Object, T extends @Nullable Object> {
    private final Engine engine;
    private final Pipeline pipeline;
    private final Call.Plan<S, T> plan;
    private final AnswerCache cache;
    private final Object key;

    Reload(Engine engine, Pipeline pipeline, Call.Plan<S, T> plan, AnswerCache cache, Object key) {
        this.engine = engine;
        this.pipeline = pipeline;
        this.plan = plan;
        this.cache = cache;
        this.key = key;
    }

    /** Unless it is under way, or has failed just now. Never throws: its caller has an answer. */
    void instead(Kept stale, long nowNanos) {
        if (!stale.mayReload(nowNanos) || cache.underWay(key) != null) {
            return;
        }
        try {
            enter(stale, nowNanos);
        } catch (Throwable fault) {
            engine.faults().report("a reload of upstream " + engine.name(), fault);
        }
    }

    private void enter(Kept stale, long nowNanos) {
        Flight<S, T> flight = new Flight<>(engine, pipeline, plan, key, nowNanos, pipeline.timeoutNanos(), false);
        if (cache.enter(key, flight) != null) {
            return;
        }
        // Another may have landed since we looked, with an answer or without.
        Kept now = cache.peek(key);
        if (now != null && (!now.is(stale) || !stale.mayReload(nowNanos))) {
            flight.endWith(now.ended());
        } else {
            begin(flight, nowNanos);
        }
    }

    private void begin(Flight<S, T> flight, long startNanos) {
        CompletableFuture<?> unused = flight.end().thenAccept(ended -> {
            long took = engine.time().nanoTime() - startNanos;
            engine.tell(UpstreamResult.of(engine.name(), ended, Source.RELOAD, false, took), null);
        });
        flight.toBackground();
        Lookup.first(engine, cache, plan, flight, false, flight::beginInBackground);
    }
}
