/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimiter;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.caffeine.Bucket4jCaffeine;
import io.github.bucket4j.caffeine.CaffeineProxyManager;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find a caller's limiter and ask it: ours, and others put together as their users do it. The floor is
 * what no limiter by time and caller can do without: a look into a map, a look at the clock and a compare-and-set.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RateLimitBenchmark {
    private static final long COUNT = 500_000_000;
    private static final Duration WINDOW = Duration.ofSeconds(1);

    /** The limiters, with a bucket for each caller. */
    @State(Scope.Benchmark)
    public static class Limiters {
        /** How many callers there are; the first of many comes most often, the k-th 1/k as often. */
        @Param({"1", "10000"})
        public int callers = 1;

        final RateLimitPolicy policy = RateLimitPolicy.builder("default")
                .key(CallerKey.USER)
                .limits(COUNT + " per second")
                .build();
        final Bucket4jStore store = Bucket4jStore.of(TimeSource.system());
        final RateLimiter limiter = RateLimiter.of(store, TimeSource.system());
        final ConcurrentHashMap<String, AtomicLong> counters = new ConcurrentHashMap<>();

        @SuppressWarnings("UnstableApiUsage")
        final ConcurrentHashMap<String, com.google.common.util.concurrent.RateLimiter> guava =
                new ConcurrentHashMap<>();

        final ConcurrentHashMap<String, io.github.resilience4j.ratelimiter.RateLimiter> resilience4j =
                new ConcurrentHashMap<>();
        final RateLimiterConfig resilience4jConfig = RateLimiterConfig.custom()
                .limitForPeriod((int) COUNT)
                .limitRefreshPeriod(WINDOW)
                .timeoutDuration(Duration.ZERO)
                .build();
        final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();
        final Cache<String, Bucket> expiring =
                Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).build();
        final BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(COUNT).refillGreedy(COUNT, WINDOW))
                .build();
        final CaffeineProxyManager<String> manager = Bucket4jCaffeine.<String>builderFor(
                        Caffeine.newBuilder().maximumSize(100_000))
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofHours(1)))
                .build();

        String[] names = new String[0];
        CallerId[] ids = new CallerId[0];

        /** Names the callers. */
        @Setup
        public void name() {
            names = new String[callers];
            ids = new CallerId[callers];
            for (int i = 0; i < callers; i++) {
                names[i] = "user-" + i;
                ids[i] = CallerId.of(CallerKey.USER, names[i]);
            }
        }

        @SuppressWarnings("UnstableApiUsage")
        private static com.google.common.util.concurrent.RateLimiter newGuava(String name) {
            return com.google.common.util.concurrent.RateLimiter.create(COUNT);
        }

        private io.github.resilience4j.ratelimiter.RateLimiter newResilience4j(String name) {
            return io.github.resilience4j.ratelimiter.RateLimiter.of(name, resilience4jConfig);
        }

        private static Bucket newBucket(String name) {
            return Bucket.builder()
                    .addLimit(limit -> limit.capacity(COUNT).refillGreedy(COUNT, WINDOW))
                    .build();
        }
    }

    /** Who comes next. */
    @State(Scope.Thread)
    public static class Arrivals {
        private static final int LENGTH = 1 << 16;

        private final int[] order = new int[LENGTH];
        private int next;

        /** Draws the order in which callers come. */
        @Setup
        public void draw(Limiters limiters) {
            double[] sums = new double[limiters.callers];
            double sum = 0;
            for (int i = 0; i < sums.length; i++) {
                sum += 1.0 / (i + 1);
                sums[i] = sum;
            }
            Random random = new Random(System.identityHashCode(this));
            for (int i = 0; i < LENGTH; i++) {
                int found = Arrays.binarySearch(sums, random.nextDouble() * sum);
                order[i] = found < 0 ? -found - 1 : found;
            }
        }

        int next() {
            next = next + 1 & LENGTH - 1;
            return order[next];
        }
    }

    /** A look into a map, a look at the clock, a compare-and-set. */
    @Benchmark
    public boolean a_floor(Limiters limiters, Arrivals arrivals) {
        AtomicLong last = find(limiters.counters, limiters.names[arrivals.next()], name -> new AtomicLong());
        long now = System.nanoTime();
        long seen = last.get();
        while (!last.compareAndSet(seen, Math.max(seen + 2, now))) {
            seen = last.get();
        }
        return seen < now;
    }

    /** The floor without the clock, which no limiter by time can do without. */
    @Benchmark
    public boolean b_floorWithoutClock(Limiters limiters, Arrivals arrivals) {
        AtomicLong counter = find(limiters.counters, limiters.names[arrivals.next()], name -> new AtomicLong());
        long seen = counter.get();
        while (!counter.compareAndSet(seen, seen + 1)) {
            seen = counter.get();
        }
        return seen >= 0;
    }

    /** Breakwater's store. */
    @Benchmark
    public Object c_store(Limiters limiters, Arrivals arrivals) {
        return limiters.store.decide(List.of(new Charge(limiters.policy, limiters.ids[arrivals.next()], 1)));
    }

    /** Breakwater's limiter: the store, and what becomes of its answer. */
    @Benchmark
    public Object d_limiter(Limiters limiters, Arrivals arrivals) {
        return limiters.limiter.decide(List.of(new Charge(limiters.policy, limiters.ids[arrivals.next()], 1)));
    }

    /** Guava's limiter in a map; it has no bound. */
    @Benchmark
    @SuppressWarnings("UnstableApiUsage")
    public boolean e_guava(Limiters limiters, Arrivals arrivals) {
        return find(limiters.guava, limiters.names[arrivals.next()], Limiters::newGuava)
                .tryAcquire();
    }

    /** Bucket4j in a map; it has no bound. */
    @Benchmark
    public boolean f_bucket4j(Limiters limiters, Arrivals arrivals) {
        return find(limiters.buckets, limiters.names[arrivals.next()], Limiters::newBucket)
                .tryConsume(1);
    }

    /** Bucket4j in a map, asked for what response headers say. */
    @Benchmark
    public Object g_bucket4jProbe(Limiters limiters, Arrivals arrivals) {
        return find(limiters.buckets, limiters.names[arrivals.next()], Limiters::newBucket)
                .tryConsumeAndReturnRemaining(1);
    }

    /** Resilience4j in a map; it has no bound. */
    @Benchmark
    public boolean h_resilience4j(Limiters limiters, Arrivals arrivals) {
        return find(limiters.resilience4j, limiters.names[arrivals.next()], limiters::newResilience4j)
                .acquirePermission();
    }

    /** Bucket4j in a cache that forgets. */
    @Benchmark
    public boolean i_bucket4jExpiring(Limiters limiters, Arrivals arrivals) {
        return limiters.expiring
                .get(limiters.names[arrivals.next()], Limiters::newBucket)
                .tryConsume(1);
    }

    /** Bucket4j's own way into a cache. */
    @Benchmark
    public boolean j_bucket4jManager(Limiters limiters, Arrivals arrivals) {
        return limiters.manager
                .builder()
                .build(limiters.names[arrivals.next()], () -> limiters.configuration)
                .tryConsume(1);
    }

    private static <V> V find(ConcurrentHashMap<String, V> map, String name, Function<String, V> made) {
        V found = map.get(name);
        return found == null ? map.computeIfAbsent(name, made) : found;
    }
}
