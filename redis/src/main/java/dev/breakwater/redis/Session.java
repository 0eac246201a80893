/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A connection that has been made, to one server or to a cluster. It is never made good once it is lost: the next one is a
 * new session.
 */
final class Session {
    private final StatefulConnection<byte[], byte[]> connection;
    private final RedisClusterAsyncCommands<byte[], byte[]> commands;
    private final Function<byte[], ServerClock> clocks;
    private final Function<SlotKeys, List<byte[]>> keysOfServers;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param clocks the clock of the server that has a key
     * @param keysOfServers a key on each server
     */
    Session(
            StatefulConnection<byte[], byte[]> connection,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Function<byte[], ServerClock> clocks,
            Function<SlotKeys, List<byte[]>> keysOfServers) {
        this.connection = connection;
        this.commands = commands;
        this.clocks = clocks;
        this.keysOfServers = keysOfServers;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    ServerClock clock(byte[] key) {
        return clocks.apply(key);
    }

    /** A key of these on each server that there is now. */
    List<byte[]> keysOfServers(SlotKeys keys) {
        return keysOfServers.apply(keys);
    }

    CompletableFuture<byte[]> evalsha(Script<?> script, byte[][] keys, byte[][] arguments) {
        return commands.<byte[]>evalsha(script.sha1(), ScriptOutputType.VALUE, keys, arguments)
                .toCompletableFuture();
    }

    CompletableFuture<byte[]> eval(Script<?> script, byte[][] keys, byte[][] arguments) {
        return commands.<byte[]>eval(script.source(), ScriptOutputType.VALUE, keys, arguments)
                .toCompletableFuture();
    }

    CompletableFuture<String> info(String section) {
        return commands.info(section).toCompletableFuture();
    }

    /** Runs this once the server has hung up. Of the many connections to a cluster nothing is heard: its questions fail. */
    void onLost(Runnable action) {
        connection.addListener(new Loss(action));
    }

    /** Hangs up; does nothing if that has been done. */
    CompletableFuture<Void> close() {
        return closed.compareAndSet(false, true) ? connection.closeAsync() : CompletableFuture.completedFuture(null);
    }
}
