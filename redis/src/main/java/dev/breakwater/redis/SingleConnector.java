/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Connects to one server, or to the one that Sentinels name at that moment. */
final class SingleConnector implements Connector {
    // There is an attempt every second, and clients give up on a host that says nothing after ten.
    private static final int MOST_CONNECTING = 16;

    private final RedisClient client;
    private final @Nullable RedisURI address;
    private final String where;
    private final long limitNanos;
    private final Runnable onClose;
    private final AtomicInteger connecting = new AtomicInteger();

    /**
     * @param address where to; null for where the client connects by itself
     * @param onClose ends the client, if it is ours
     */
    SingleConnector(RedisClient client, @Nullable RedisURI address, String where, long limitNanos, Runnable onClose) {
        this.client = client;
        this.address = address;
        this.where = where;
        this.limitNanos = limitNanos;
        this.onClose = onClose;
    }

    /** Whether the client knows by itself where to connect to. */
    // It does not say, but asked to connect it looks for its address first, and then misses the codec before it does
    // anything.
    @SuppressWarnings("NullAway")
    static boolean hasAddress(RedisClient client) {
        try {
            client.connect((RedisCodec<byte[], byte[]>) null).close();
            return true;
        } catch (IllegalStateException none) {
            return false;
        } catch (IllegalArgumentException noCodec) {
            return true;
        }
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
        return address == null
                ? connectByItself()
                : client.connectAsync(ByteArrayCodec.INSTANCE, address).thenApply(SingleConnector::session);
    }

    // A client's own address is nobody's to read, so it must be asked to connect in its own, blocking, way, which takes
    // as long as its own options say. It is not interrupted: the connection that comes of it after all would stay.
    private CompletionStage<Session> connectByItself() {
        if (connecting.incrementAndGet() > MOST_CONNECTING) {
            connecting.decrementAndGet();
            return CompletableFuture.failedFuture(new RedisAwayException(Fault.NO_ANSWER));
        }
        CompletableFuture<Session> made = new CompletableFuture<>();
        Thread thread = new Thread(() -> connectTo(made), "breakwater-redis-connect");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (Throwable none) {
            connecting.decrementAndGet();
            throw none;
        }
        return made;
    }

    private void connectTo(CompletableFuture<Session> made) {
        try {
            made.complete(session(client.connect(ByteArrayCodec.INSTANCE)));
        } catch (Throwable failed) {
            made.completeExceptionally(failed);
        } finally {
            connecting.decrementAndGet();
        }
    }

    @Override
    public void close() {
        onClose.run();
    }

    private static Session session(StatefulRedisConnection<byte[], byte[]> connection) {
        ServerClock clock = new ServerClock();
        return new Session(connection, connection.async(), key -> clock, keys -> List.of(keys.in(0)));
    }
}
