/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.contract.ExactRateLimitStoreContract;
import dev.breakwater.ratelimit.RateLimitStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class RedisRateLimitStoreTest extends ExactRateLimitStoreContract {
    private static RedisProcess redis;
    private static LettuceLink link;

    private final long origin = time.nanoTime();
    private final RateLimitStore store = new RedisRateLimitStore(link, settings(), time, this::micros);

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        link = Links.awaitUp(Links.opening(settings()), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        link.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    // Never 0, which would be the time of Redis.
    private long micros() {
        return 1 + (time.nanoTime() - origin) / 1_000;
    }

    @Override
    protected RateLimitStore store() {
        return store;
    }

    private static RedisSettings settings() {
        return new RedisSettings(redis.url(), Duration.ofSeconds(5), "contract", false, false, 1);
    }
}
