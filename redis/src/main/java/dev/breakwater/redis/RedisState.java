/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.runtime.SharedState;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the instances of a service share, kept in Redis. Opening it waits for nothing: Redis may be away, then and at any
 * time later, and whoever asks meanwhile is told so at once. It is asked again in the background, every second at most.
 * Safe for use by many threads.
 */
public final class RedisState implements SharedState {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);

    private final LettuceLink link;
    private final RedisRateLimitStore rateLimits;
    private final RedisBudgetStore budgets;
    private final RedisAnswerStore answers;
    private final RedisCheck health;

    private RedisState(LettuceLink link, RedisSettings settings, TimeSource time) {
        this.link = link;
        rateLimits = new RedisRateLimitStore(link, settings, time);
        budgets = new RedisBudgetStore(link, settings, time);
        answers = new RedisAnswerStore(link::forAnswers, settings, time);
        health = new RedisCheck(link, time);
    }

    /**
     * Opens Redis where the settings say, on a client of its own.
     *
     * @throws InvalidPolicyException if there is no address, or none that makes sense with the rest
     *     (BW-REDIS-002 to 007); the address itself, which may hold a password, is not repeated
     */
    public static RedisState open(RedisSettings settings, TimeSource time) {
        Problems problems = new Problems();
        RedisAddress address = RedisAddress.read(settings, problems);
        problems.throwIfInvalid();
        for (Problem warning : problems.warnings()) {
            LOG.warn("Breakwater: {}", warning);
        }
        return new RedisState(LettuceLink.open(settings, Objects.requireNonNull(address), time), settings, time);
    }

    /**
     * Uses an application's client, on a connection of its own. The client stays the application's: it is never closed, and
     * whatever its options say, nothing waits longer than the settings allow and nothing is sent late. Its address counts,
     * not that of the settings.
     *
     * @throws InvalidPolicyException if the client has no address of its own, but is told one with each connection
     *     (BW-REDIS-008), as Spring Data does for a fixed master with replicas
     */
    public static RedisState over(RedisClient client, RedisSettings settings, TimeSource time) {
        if (!SingleConnector.hasAddress(client)) {
            throw new InvalidPolicyException(List.of(Problem.error(
                    "BW-REDIS-008",
                    "redis.url",
                    "(none), and the application's client has no address either",
                    "a client that was created with an address, or an address in the settings",
                    "Set redis.url, or the variable REDIS_URL, to where the master is.")));
        }
        return new RedisState(LettuceLink.over(client, settings, time), settings, time);
    }

    /** The same with a client of a Redis Cluster. */
    public static RedisState over(RedisClusterClient client, RedisSettings settings, TimeSource time) {
        return new RedisState(LettuceLink.over(client, settings, time), settings, time);
    }

    /** Buckets in Redis. */
    @Override
    public RedisRateLimitStore rateLimits() {
        return rateLimits;
    }

    /** Budgets in Redis. */
    @Override
    public RedisBudgetStore budgets() {
        return budgets;
    }

    /** Answers of upstreams in Redis. */
    @Override
    public RedisAnswerStore answers() {
        return answers;
    }

    /** A passive check named {@code redis}, not critical: down, with the reason and since when, while Redis is not asked. */
    @Override
    public HealthCheck health() {
        return health;
    }

    @Override
    public void onChange(Runnable heard) {
        link.onChange(heard);
    }

    @Override
    public void close() {
        answers.close();
        budgets.close();
        link.close();
    }
}
