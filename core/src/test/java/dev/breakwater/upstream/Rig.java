/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Decision;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An upstream whose time, threads and dice belong to a test. What it calls is a list of stages that the test completes. */
final class Rig {
    final ManualTime time = new ManualTime();
    final ManualScheduler timer = new ManualScheduler(time);
    final List<Decision> heard = new CopyOnWriteArrayList<>();
    final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<String>> calls = new CopyOnWriteArrayList<>();
    final AtomicInteger begun = new AtomicInteger();
    final Upstream upstream;
    long dice = Long.MAX_VALUE;

    Rig(Consumer<Upstream.Builder> settings) {
        Upstream.Builder builder = Upstream.named("gemini")
                .time(time)
                .timer(timer)
                .threads(Runnable::run)
                .random(bound -> Math.min(dice, bound - 1))
                .observer((decision, exchange) -> {
                    heard.add(decision);
                    exchanges.add(exchange);
                });
        settings.accept(builder);
        upstream = builder.build();
    }

    static Rig of() {
        return new Rig(builder -> {});
    }

    /** A call whose attempts the test completes. */
    Call<String> call() {
        return upstream.callAsync(() -> {
            CompletableFuture<String> call = new CompletableFuture<>();
            calls.add(call);
            return call;
        });
    }

    /** Completes the last attempt. */
    void answer(String text) {
        calls.get(calls.size() - 1).complete(text);
    }

    /** Fails the last attempt. */
    void fail() {
        calls.get(calls.size() - 1).completeExceptionally(new IOException("down"));
    }

    /** One call that answers. */
    void succeedOnce() {
        CompletableFuture<String> started = call().start();
        answer("fine");
        assertThat(started).isCompletedWithValue("fine");
    }

    /** One call that fails. */
    UpstreamException failOnce() {
        CompletableFuture<String> started = call().start();
        fail();
        return failure(started);
    }

    void advance(Duration span) {
        timer.advance(span);
    }

    /** How many calls a timer still knows of: their deadlines in line, their own tasks. */
    int planned() {
        assertThat(upstream.engine().alarm().isForgotten())
                .as("nobody is in line")
                .isTrue();
        return timer.planned();
    }

    List<UpstreamResult> results() {
        List<UpstreamResult> results = new ArrayList<>();
        for (Decision decision : heard) {
            if (decision instanceof UpstreamResult result) {
                results.add(result);
            }
        }
        return results;
    }

    UpstreamResult result() {
        assertThat(results()).hasSize(1);
        return results().get(0);
    }

    List<BreakerChanged.State> states() {
        List<BreakerChanged.State> states = new ArrayList<>();
        for (Decision decision : heard) {
            if (decision instanceof BreakerChanged change) {
                states.add(change.to());
            }
        }
        return states;
    }

    static UpstreamException failure(CompletableFuture<?> started) {
        assertThat(started).isCompletedExceptionally();
        return (UpstreamException) started.handle((answer, failure) -> failure).join();
    }

    static UpstreamException.Reason reason(CompletableFuture<?> started) {
        return failure(started).reason();
    }
}
