/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.redis.RedisState;
import dev.breakwater.runtime.SharedState;
import dev.breakwater.runtime.SharedStateProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * Opens Redis where the settings say, or else by the application's own Lettuce. It lets go when the context is stopped,
 * which is after the web server and before any client of the application's: for good if the context is being closed,
 * until the next start otherwise, as around a checkpoint of the JVM. Safe for use by many threads.
 *
 * <p>Before the web server listens, Redis has a second to answer, of which the start of the application takes the most: a
 * request that came sooner would be counted by this instance alone.
 */
final class RedisOfContext
        implements SharedStateProvider, SmartInitializingSingleton, SmartLifecycle, DisposableBean, BeanNameAware {
    private final Supplier<List<OwnLettuce>> clients;
    private final List<ReopenedState> opened = new CopyOnWriteArrayList<>();
    private volatile String name = "breakwaterSharedState";
    private volatile boolean running;

    RedisOfContext(Supplier<List<OwnLettuce>> clients) {
        this.clients = clients;
    }

    @Override
    public void setBeanName(String given) {
        name = given;
    }

    @Override
    public SharedState open(RedisSettings settings, TimeSource time) {
        ReopenedState state = new ReopenedState(() -> found(settings, time));
        opened.add(state);
        running = true;
        return state;
    }

    private SharedState found(RedisSettings settings, TimeSource time) {
        if (settings.url() != null) {
            return RedisState.open(settings, time);
        }
        for (OwnLettuce own : clients.get()) {
            SharedState state = own.open(settings, time, name);
            if (state != null) {
                return state;
            }
        }
        throw new InvalidPolicyException(List.of(Problem.error(
                "BW-REDIS-031",
                "redis.url",
                "(none)",
                "a way to Redis, where something is to be shared",
                "Set breakwater.redis.url (or REDIS_URL), or add spring-boot-starter-data-redis and set spring.data.redis.*,"
                        + " or declare a bean of type RedisClient or RedisClusterClient.")));
    }

    @Override
    public void afterSingletonsInstantiated() {
        opened.forEach(ReopenedState::awaitAnswer);
    }

    // That of connection factories: less than the web server's, which stops before. A factory that is used has us
    // stopped before it and started after it, whatever its phase.
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void start() {
        opened.forEach(ReopenedState::reopen);
        opened.forEach(ReopenedState::awaitAnswer);
        running = true;
    }

    @Override
    public void stop() {
        opened.forEach(ReopenedState::pause);
        running = false;
    }

    @Override
    public void destroy() {
        opened.forEach(ReopenedState::close);
    }
}
