/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A Redis of our own on this machine, which keeps nothing on disk. */
public final class LocalRedis implements AutoCloseable {
    private final RedisServer server;

    private LocalRedis(RedisServer server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param executable the server to run; without one, that which comes with the benchmarks
     */
    public static LocalRedis start(Optional<Path> executable) throws IOException {
        RedisServerBuilder builder = RedisServer.newRedisServer();
        executable.ifPresent(path -> builder.executableProvider(path::toFile));
        RedisServer server = builder.port(freePort())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        return new LocalRedis(server);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends it; whoever asks is refused, until {@link #startAgain}. */
    public void stop() throws IOException {
        server.stop();
    }

    /** Starts it where it was, empty. */
    public void startAgain() throws IOException {
        server.start();
    }

    /** Where it is. */
    public String url() {
        return "redis://127.0.0.1:" + server.ports().get(0);
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
