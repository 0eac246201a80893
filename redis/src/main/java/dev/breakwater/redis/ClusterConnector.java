/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Connects to a Redis Cluster, and asks anew each time which server has what. */
final class ClusterConnector implements Connector {
    private static final String NOBODY = "";

    private final RedisClusterClient client;
    private final String where;
    private final long limitNanos;
    private final Runnable onClose;

    /** @param onClose ends the client, if it is ours */
    ClusterConnector(RedisClusterClient client, String where, long limitNanos, Runnable onClose) {
        this.client = client;
        this.where = where;
        this.limitNanos = limitNanos;
        this.onClose = onClose;
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public long limitNanos() {
        return limitNanos;
    }

    @Override
    public CompletionStage<Session> connect() {
        return client.refreshPartitionsAsync()
                .thenCompose(refreshed -> client.connectAsync(ByteArrayCodec.INSTANCE))
                .thenApply(ClusterConnector::session);
    }

    @Override
    public void close() {
        onClose.run();
    }

    // Each server has a clock of its own.
    private static Session session(StatefulRedisClusterConnection<byte[], byte[]> connection) {
        Map<String, ServerClock> clocks = new ConcurrentHashMap<>();
        return new Session(
                connection,
                connection.async(),
                key -> clocks.computeIfAbsent(server(connection, key), node -> new ServerClock()),
                keys -> keysOfServers(connection, keys));
    }

    private static List<byte[]> keysOfServers(
            StatefulRedisClusterConnection<byte[], byte[]> connection, SlotKeys slotKeys) {
        List<byte[]> keys = new ArrayList<>();
        for (RedisClusterNode node : connection.getPartitions()) {
            if (node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.getSlots().isEmpty()) {
                keys.add(slotKeys.in(node.getSlots().get(0)));
            }
        }
        return keys;
    }

    private static String server(StatefulRedisClusterConnection<byte[], byte[]> connection, byte[] key) {
        RedisClusterNode node = connection.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        return node == null ? NOBODY : node.getNodeId();
    }
}
