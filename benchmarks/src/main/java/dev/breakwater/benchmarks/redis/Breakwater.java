/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.RateLimiter;
import dev.breakwater.ratelimit.StoreAnswer;
import dev.breakwater.redis.RedisState;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Breakwater, by way of one store or another. */
final class Breakwater implements Contender {
    // Long enough that a pause of a busy machine is not mistaken for a Redis that is away.
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    private final List<RateLimitPolicy> policies;
    private final Function<List<Charge>, CompletionStage<Answer>> way;
    private final Runnable end;
    private final boolean swapping;

    private Breakwater(
            List<RateLimitPolicy> policies,
            Function<List<Charge>, CompletionStage<Answer>> way,
            Runnable end,
            boolean swapping) {
        this.policies = policies;
        this.way = way;
        this.end = end;
        this.swapping = swapping;
    }

    /** The store of breakwater-redis, asked itself. */
    static Breakwater store(String url, String prefix, List<RateLimitPolicy> policies) {
        RedisState redis = open(url, prefix);
        return new Breakwater(policies, asking(redis.rateLimits()), redis::close, false);
    }

    /** The limiter before that store. */
    static Breakwater limiter(String url, String prefix, List<RateLimitPolicy> policies) {
        RedisState redis = open(url, prefix);
        RateLimiter limiter = RateLimiter.of(redis.rateLimits(), TimeSource.system());
        return new Breakwater(policies, asking(limiter), redis::close, false);
    }

    /** A store on Bucket4j's manager for Lettuce. */
    static Breakwater onBucket4j(String url, String prefix, List<RateLimitPolicy> policies) {
        RedisClient client = RedisClient.create(url);
        RateLimitStore store = Bucket4jStore.over(
                CompareAndSwap.manager(client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)))
                        .withMapper(key -> prefix + key));
        return new Breakwater(policies, asking(store), client::shutdown, true);
    }

    // A store is asked when it has found its Redis, and not before.
    private static RedisState open(String url, String prefix) {
        RedisState redis =
                RedisState.open(new RedisSettings(url, TIMEOUT, prefix, false, false, 1), TimeSource.system());
        while (!redis.rateLimits().state().available()) {
            LockSupport.parkNanos(1_000_000);
        }
        return redis;
    }

    private static Function<List<Charge>, CompletionStage<Answer>> asking(RateLimitStore store) {
        return charges -> store.decide(charges)
                .thenApply(answer ->
                        answer instanceof StoreAnswer.Decided decided ? answer(decided.allowed()) : Answer.FAILED);
    }

    private static Function<List<Charge>, CompletionStage<Answer>> asking(RateLimiter limiter) {
        return charges -> limiter.decide(charges)
                .thenApply(decision -> decision.isDegraded() ? Answer.FAILED : answer(decision.isAllowed()));
    }

    private static Answer answer(boolean allowed) {
        return allowed ? Answer.ADMITTED : Answer.DENIED;
    }

    @Override
    public Answer ask(int caller) {
        CallerId id = CallerId.of(CallerKey.USER, "user-" + caller);
        List<Charge> charges = new ArrayList<>(policies.size());
        for (RateLimitPolicy policy : policies) {
            charges.add(new Charge(policy, id, 1));
        }
        return way.apply(charges).toCompletableFuture().join();
    }

    @Override
    public long roundTrips(Commands run) {
        return swapping ? CompareAndSwap.swaps(run) : Contender.super.roundTrips(run);
    }

    @Override
    public void close() {
        end.run();
    }
}
