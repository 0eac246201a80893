/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.upstream.Upstream;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the pipeline of an upstream adds to a call that answers at once, beside the same put together from Resilience4j:
 * retry, breaker, bulkhead and time limit. Resilience4j's has no cache, no fallback, no meter and no kill switch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class UpstreamBenchmark {
    private static final CompletableFuture<String> ANSWER = CompletableFuture.completedFuture("answer");

    private final Upstream upstream = Upstream.named("benchmark")
            .attempts(3)
            .cacheTtl(Duration.ofHours(1))
            .build();
    private final Retry retry = Retry.ofDefaults("benchmark");
    private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("benchmark");
    private final Bulkhead bulkhead = Bulkhead.ofDefaults("benchmark");
    private final TimeLimiter limiter = TimeLimiter.of(Duration.ofSeconds(30));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Supplier<CompletionStage<String>> stageOfPeer = () -> ANSWER;
    private Supplier<CompletionStage<String>> pendingOfPeer = () -> ANSWER;
    private Callable<String> blockingOfPeer = () -> "answer";
    private CompletableFuture<String> pending = new CompletableFuture<>();

    /** Puts the peer together once, as a team would. */
    @Setup
    public void decorate() {
        // As ours does. Otherwise the time limits of all calls of its last 30 seconds are in its heap.
        timer.setRemoveOnCancelPolicy(true);
        stageOfPeer = decorated(() -> ANSWER);
        pendingOfPeer = decorated(() -> pending);
        Supplier<Future<String>> submitted = () -> threads.submit(() -> "answer");
        Callable<String> guarded = Bulkhead.decorateCallable(bulkhead, limiter.decorateFutureSupplier(submitted));
        blockingOfPeer = Retry.decorateCallable(retry, CircuitBreaker.decorateCallable(breaker, guarded));
    }

    private Supplier<CompletionStage<String>> decorated(Supplier<CompletionStage<String>> work) {
        Supplier<CompletionStage<String>> guarded = Bulkhead.decorateCompletionStage(bulkhead, work);
        guarded = CircuitBreaker.decorateCompletionStage(breaker, guarded);
        guarded = Retry.decorateCompletionStage(retry, timer, guarded);
        return TimeLimiter.decorateCompletionStage(limiter, timer, guarded);
    }

    /** Ends all threads. */
    @TearDown
    public void stop() {
        upstream.close();
        timer.shutdownNow();
        threads.shutdownNow();
    }

    /** A stage through the pipeline. */
    @Benchmark
    public String stage() {
        return upstream.<String>callAsync(() -> ANSWER).get();
    }

    /** A stage through the peer. */
    @Benchmark
    public String stageOfPeer() throws ExecutionException, InterruptedException {
        return stageOfPeer.get().toCompletableFuture().get();
    }

    /** A stage that completes later, and for which nobody waits: its deadline needs a timer. */
    @Benchmark
    public String pending() {
        pending = new CompletableFuture<>();
        CompletableFuture<String> started =
                upstream.<String>callAsync(() -> pending).start();
        pending.complete("answer");
        return started.join();
    }

    /** The same through the peer. */
    @Benchmark
    public String pendingOfPeer() {
        pending = new CompletableFuture<>();
        CompletionStage<String> started = pendingOfPeer.get();
        pending.complete("answer");
        return started.toCompletableFuture().join();
    }

    /** Blocking work, on another thread so that the deadline can be kept. */
    @Benchmark
    public String blocking() {
        return upstream.<String>call(() -> "answer").get();
    }

    /** The same through the peer. */
    @Benchmark
    public String blockingOfPeer() throws Exception {
        return blockingOfPeer.call();
    }

    /** An answer from the cache. */
    @Benchmark
    public String cached() {
        return upstream.<String>call(() -> "answer").cachedBy("key").get();
    }
}
