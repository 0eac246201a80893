/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;

/** The least that can be done in one round trip: a script that counts. It forgets nothing and has no limit. */
final class BareScript implements Contender {
    private static final String SCRIPT = "return redis.call('INCR', KEYS[1])";

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final String sha1;
    private final String prefix;

    BareScript(String url, String prefix) {
        client = RedisClient.create(url);
        connection = client.connect(ByteArrayCodec.INSTANCE);
        sha1 = connection.sync().scriptLoad(SCRIPT);
        this.prefix = prefix;
    }

    @Override
    public Answer ask(int caller) {
        byte[][] keys = {(prefix + caller).getBytes(StandardCharsets.UTF_8)};
        connection
                .async()
                .<Long>evalsha(sha1, ScriptOutputType.INTEGER, keys)
                .toCompletableFuture()
                .join();
        return Answer.ADMITTED;
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
