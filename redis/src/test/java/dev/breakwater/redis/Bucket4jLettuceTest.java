/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RateLimitStoreContract;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever has Bucket4j's own buckets in Redis already can keep them there. */
final class Bucket4jLettuceTest {
    private static RedisProcess redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, byte[]> connection;
    private static int stores;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        client = RedisClient.create(redis.url());
        connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    }

    @AfterAll
    static void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        redis.close();
    }

    @Nested
    class AsAStore extends RateLimitStoreContract {
        private final RateLimitStore store = Bucket4jStore.over(manager(time));

        @Override
        protected RateLimitStore store() {
            return store;
        }

        @Override
        protected int rivals() {
            return 8;
        }
    }

    @Nested
    class WhileRedisStandsStill {
        private final RateLimitStore store = Bucket4jStore.over(manager(new ManualTime()));
        private final Charge charge =
                new Charge(RateLimitPolicy.builder("p").limits("5 per minute").build(), CallerId.global(), 1);

        @Test
        @Timeout(20)
        void it_says_so_within_a_second_and_goes_on_afterwards() {
            assertThat(decide()).isInstanceOf(StoreAnswer.Decided.class);
            redis.pause();
            try {
                assertThat(decide()).isEqualTo(new StoreAnswer.Unavailable("no answer"));
            } finally {
                redis.resume();
            }
            assertThat(decide()).isInstanceOf(StoreAnswer.Decided.class);
        }

        private StoreAnswer decide() {
            return store.decide(List.of(charge))
                    .toCompletableFuture()
                    .orTimeout(1, TimeUnit.SECONDS)
                    .join();
        }
    }

    private static ProxyManager<String> manager(ManualTime time) {
        String prefix = "bucket4j-" + stores++ + ":";
        return Bucket4jLettuce.casBasedBuilder(connection)
                .clientClock(clock(time))
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .build()
                .withMapper(key -> prefix + key);
    }

    private static TimeMeter clock(ManualTime time) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return time.now().getEpochSecond() * 1_000_000_000 + time.now().getNano();
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }
}
