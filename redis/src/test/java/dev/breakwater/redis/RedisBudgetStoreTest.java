/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.BudgetStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract of stores, by the test's clock. */
final class RedisBudgetStoreTest extends BudgetStoreContract {
    private static RedisProcess redis;
    private static LettuceLink link;

    private final RedisBudgetStore store = new RedisBudgetStore(link, settings(), time, this::micros);

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

    @AfterEach
    void close() {
        store.close();
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.now());
    }

    @Override
    protected BudgetStore store() {
        return store;
    }

    @Override
    protected int races() {
        return 1;
    }

    @Override
    protected int steps() {
        return 1_000;
    }

    private static RedisSettings settings() {
        return new RedisSettings(redis.url(), Duration.ofSeconds(10), "contract", false, false, 1);
    }
}
