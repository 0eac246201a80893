/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What stands for Redis where it must fail in ways that no Redis does. */
final class Fakes {
    private Fakes() {}

    /** A session that is open, and whose questions are never answered. */
    @SuppressWarnings("unchecked")
    static Session silentSession() {
        ServerClock clock = new ServerClock();
        return new Session(
                of(StatefulConnection.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "isOpen" -> true;
                    case "closeAsync" -> CompletableFuture.completedFuture(null);
                    default -> null;
                }),
                of(
                        RedisClusterAsyncCommands.class,
                        (proxy, method, arguments) ->
                                of(RedisFuture.class, (future, asked, none) -> new CompletableFuture<>())),
                key -> clock,
                keys -> List.of());
    }

    /** A connector to it that gives up after this long. */
    static Connector connector(long limitNanos) {
        return new Connector() {
            @Override
            public String where() {
                return "there";
            }

            @Override
            public long limitNanos() {
                return limitNanos;
            }

            @Override
            public CompletionStage<Session> connect() {
                return CompletableFuture.completedFuture(silentSession());
            }

            @Override
            public void close() {}
        };
    }

    /** A link whose questions all fail so, though Redis is not known to be away. */
    static Link failing(RedisAwayException fault) {
        return answering(() -> CompletableFuture.failedFuture(fault));
    }

    /** A link whose questions are never answered. */
    static Link silent() {
        return answering(CompletableFuture::new);
    }

    private static Link answering(Supplier<CompletableFuture<?>> answers) {
        return of(Link.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "call" -> answers.get();
            case "instances" -> 1;
            default -> null;
        });
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Fakes.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
