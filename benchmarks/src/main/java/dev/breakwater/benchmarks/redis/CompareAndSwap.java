/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;

/** Bucket4j's manager for Lettuce, used as its documentation says, with the expiry it recommends. */
final class CompareAndSwap implements Contender {
    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final ProxyManager<String> manager;
    private final BucketConfiguration limit;
    private final String prefix;

    CompareAndSwap(String url, String prefix, long perHour) {
        client = RedisClient.create(url);
        connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        manager = manager(connection);
        limit = BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth.capacity(perHour).refillGreedy(perHour, Duration.ofHours(1)))
                .build();
        this.prefix = prefix;
    }

    static ProxyManager<String> manager(StatefulRedisConnection<String, byte[]> connection) {
        return Bucket4jLettuce.casBasedBuilder(connection)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                .build();
    }

    @Override
    public Answer ask(int caller) {
        boolean admitted = manager.builder()
                .build(prefix + caller, () -> limit)
                .tryConsumeAndReturnRemaining(1)
                .isConsumed();
        return admitted ? Answer.ADMITTED : Answer.DENIED;
    }

    @Override
    public long roundTrips(Commands run) {
        return swaps(run);
    }

    // Of its two scripts, one begins with GET and the other with SET; it asks for GET itself, too.
    static long swaps(Commands run) {
        return run.of("get") + run.of("set");
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
