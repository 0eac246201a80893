/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.runtime.SharedState;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Connection factories of Spring Data Redis. Each has a client of its own, another one whenever it has been stopped. */
final class LettuceFactories implements OwnLettuce {
    private final ConfigurableListableBeanFactory beans;

    LettuceFactories(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    // Factories are often declared as the interface alone, and what they are shows only once they are made.
    @Override
    public @Nullable SharedState open(RedisSettings settings, TimeSource time, String user) {
        RedisConnectionFactory found = LettuceBean.of(
                beans, RedisConnectionFactory.class, factory -> factory instanceof LettuceConnectionFactory, user);
        return found == null ? null : over((LettuceConnectionFactory) found, settings, time);
    }

    // Without an early start-up it has no client yet, and the context starts it only after the filters are made.
    private static SharedState over(LettuceConnectionFactory factory, RedisSettings settings, TimeSource time) {
        if (!factory.isRunning()) {
            factory.start();
        }
        return LettuceClients.over(factory.getRequiredNativeClient(), settings, time);
    }
}
