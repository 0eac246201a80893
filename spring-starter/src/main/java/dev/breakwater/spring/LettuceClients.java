/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.redis.RedisState;
import dev.breakwater.runtime.SharedState;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Beans that are clients of Lettuce. */
final class LettuceClients implements OwnLettuce {
    private final ConfigurableListableBeanFactory beans;

    LettuceClients(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable SharedState open(RedisSettings settings, TimeSource time, String user) {
        AbstractRedisClient client = LettuceBean.of(beans, AbstractRedisClient.class, any -> true, user);
        return client == null ? null : over(client, settings, time);
    }

    static SharedState over(AbstractRedisClient client, RedisSettings settings, TimeSource time) {
        return client instanceof RedisClusterClient cluster
                ? RedisState.over(cluster, settings, time)
                : RedisState.over((RedisClient) client, settings, time);
    }
}
