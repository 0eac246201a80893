/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import com.sun.management.OperatingSystemMXBean;
import dev.breakwater.exchange.TimeSource;
import io.lettuce.core.api.sync.RedisCommands;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What came of one contender under one load.
 *
 * @param perSecond decisions
 * @param p50 nanoseconds that one of two decisions took at most
 * @param p99 nanoseconds that 99 of 100 took at most
 * @param roundTrips for each decision
 * @param serverMicros how long Redis was busy for each decision
 * @param clientMicros how long the threads of this process were busy for each decision
 * @param failed how many were not decided
 */
record Measurement(
        double perSecond,
        long p50,
        long p99,
        double roundTrips,
        double serverMicros,
        double clientMicros,
        long failed) {

    /** Lets so many threads ask, each as soon as it has its answer, for the time of a warm-up and then this long. */
    static Measurement of(Contender contender, int callers, Options options, RedisCommands<?, ?> redis)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(options.threads());
        try {
            all(threads, contender, callers, options, options.warmUpNanos());
            Commands before = Commands.read(redis);
            long cpu = cpuNanos();
            long start = TimeSource.system().nanoTime();
            Asked asked = all(threads, contender, callers, options, options.measureNanos());
            long took = TimeSource.system().nanoTime() - start;
            long busy = cpuNanos() - cpu;
            return of(asked, took, busy, contender, Commands.read(redis).since(before));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Measurement of(Asked asked, long took, long busy, Contender contender, Commands run) {
        double count = asked.latencies.count();
        return new Measurement(
                count * 1e9 / took,
                asked.latencies.quantile(0.5),
                asked.latencies.quantile(0.99),
                contender.roundTrips(run) / count,
                run.cpuMicros() / count,
                busy / 1e3 / count,
                asked.failed);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static Asked all(ExecutorService threads, Contender contender, int callers, Options options, long nanos)
            throws InterruptedException, ExecutionException {
        List<Callable<Asked>> work = new ArrayList<>();
        for (int i = 0; i < options.threads(); i++) {
            work.add(() -> one(contender, callers, nanos));
        }
        Asked sum = new Asked();
        for (Future<Asked> done : threads.invokeAll(work)) {
            sum.add(done.get());
        }
        return sum;
    }

    private static Asked one(Contender contender, int callers, long nanos) {
        Asked asked = new Asked();
        TimeSource time = TimeSource.system();
        long start = time.nanoTime();
        for (long before = start; before - start < nanos; ) {
            Contender.Answer answer = contender.ask(ThreadLocalRandom.current().nextInt(callers));
            long after = time.nanoTime();
            asked.add(answer, after - before);
            before = after;
        }
        return asked;
    }

    /** What one thread has seen. */
    private static final class Asked {
        private final Latencies latencies = new Latencies();
        private long failed;

        void add(Contender.Answer answer, long nanos) {
            latencies.add(nanos);
            failed += answer == Contender.Answer.FAILED ? 1 : 0;
        }

        void add(Asked other) {
            latencies.add(other.latencies);
            failed += other.failed;
        }
    }
}
