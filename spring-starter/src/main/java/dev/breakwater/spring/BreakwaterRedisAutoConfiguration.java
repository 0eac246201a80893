/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.redis.RedisState;
import dev.breakwater.runtime.SharedStateProvider;
import io.lettuce.core.AbstractRedisClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Says where Redis is, should {@code breakwater.rate-limit.store} ask for it: at {@code breakwater.redis.url}, or else
 * wherever the application's own Lettuce leads. Until it is asked for, nothing of Redis is looked for or started.
 */
@AutoConfiguration(before = BreakwaterAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({RedisState.class, AbstractRedisClient.class})
public final class BreakwaterRedisAutoConfiguration {

    // No condition on the keys: they may differ from those of the time when the application was built.
    @Bean
    @ConditionalOnMissingBean(SharedStateProvider.class)
    RedisOfContext breakwaterSharedState(ObjectProvider<OwnLettuce> inOrder) {
        return new RedisOfContext(() -> inOrder.orderedStream().toList());
    }

    @Bean
    @Lazy
    @Order(2)
    OwnLettuce breakwaterLettuceClients(ConfigurableListableBeanFactory beans) {
        return new LettuceClients(beans);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(LettuceConnectionFactory.class)
    static class WithSpringData {

        @Bean
        @Lazy
        @Order(1)
        OwnLettuce breakwaterLettuceFactories(ConfigurableListableBeanFactory beans) {
            return new LettuceFactories(beans);
        }
    }
}
