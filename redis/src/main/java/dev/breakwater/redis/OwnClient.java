/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A client of our own: it never reconnects by itself and takes nothing while it is not connected, so nothing is ever sent
 * late; it has the fewest threads there can be, and leaves time limits to the link.
 */
final class OwnClient {
    /** What operators read of a client whose address is its owner's business. */
    static final String BORROWED = "the address of the application's client";

    private static final Duration HANDSHAKE = Duration.ofMillis(500);
    // Looking for a master asks the Sentinels one after the other.
    private static final int SENTINEL_FACTOR = 3;
    private static final int QUEUE = 65_536;
    private static final Duration TOPOLOGY_PERIOD = Duration.ofSeconds(30);
    private static final Duration TOPOLOGY_PAUSE = Duration.ofSeconds(1);
    private static final int SHUTDOWN_MILLIS = 1_000;

    private OwnClient() {}

    /** How long connecting may take: longer than an answer by what a handshake with TLS and a password takes. */
    static long limitNanos(RedisSettings settings) {
        return connectTimeout(settings).toNanos();
    }

    static Connector connector(RedisSettings settings, RedisAddress address) {
        for (RedisURI uri : address.seeds()) {
            uri.setTimeout(connectTimeout(settings));
            uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(connectTimeout(settings)));
        }
        return settings.cluster() ? cluster(settings, address) : single(settings, address);
    }

    private static Connector single(RedisSettings settings, RedisAddress address) {
        ClientResources resources = resources();
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options(ClientOptions.builder(), settings).build());
        long limit = limitNanos(settings) * (address.uri().getSentinels().isEmpty() ? 1 : SENTINEL_FACTOR);
        return new SingleConnector(client, address.uri(), address.where(), limit, () -> {
            client.shutdown(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
            end(resources);
        });
    }

    private static Connector cluster(RedisSettings settings, RedisAddress address) {
        ClientResources resources = resources();
        RedisClusterClient client = RedisClusterClient.create(resources, address.seeds());
        ClusterClientOptions.Builder options = ClusterClientOptions.builder().topologyRefreshOptions(refresh());
        options(options, settings)
                // Connections to the servers are made when they are first needed, and newer versions of Lettuce would
                // refuse
                // what needs them. What is sent late all the same does nothing: its time has passed, and it says so.
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS);
        client.setOptions(options.build());
        long limit = limitNanos(settings) * SENTINEL_FACTOR;
        return new ClusterConnector(client, address.where(), limit, () -> {
            client.shutdown(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS);
            end(resources);
        });
    }

    private static <B extends ClientOptions.Builder> B options(B options, RedisSettings settings) {
        options.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(connectTimeout(settings))
                        .keepAlive(true)
                        .tcpNoDelay(true)
                        .build());
        return options;
    }

    private static ClusterTopologyRefreshOptions refresh() {
        return ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(TOPOLOGY_PERIOD)
                .enableAllAdaptiveRefreshTriggers()
                .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE)
                .build();
    }

    private static ClientResources resources() {
        return ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
    }

    private static void end(ClientResources resources) {
        resources.shutdown(0, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(SHUTDOWN_MILLIS);
    }

    private static Duration connectTimeout(RedisSettings settings) {
        return settings.timeout().plus(HANDSHAKE);
    }
}
