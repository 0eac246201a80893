/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.AnswerStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of upstreams in Redis, shared by all instances of a service that have the same {@code redis.key-prefix}. One round
 * trip each. Their age goes by the clock of the Redis server. Keys are <code>PREFIX:answers:UPSTREAM:KEY</code>, each in a
 * slot of its own; what stands there is bytes, and with them the name of the codec that wrote them. Safe for use by many
 * threads, never blocks, and never fails: where Redis is away there is nothing, at once.
 */
public final class RedisAnswerStore implements AnswerStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    private static final Script<ByteBuffer> ANSWERS = Script.named("answers.lua", reply -> reply);
    private static final byte[] FIND = {'F'};
    private static final byte[] PUT = {'P'};
    private static final byte[] REMOVE = {'R'};
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Link link;
    private final TimeSource time;
    private final String prefix;
    private final AtomicLong saidNanos;

    RedisAnswerStore(Link link, RedisSettings settings, TimeSource time) {
        this.link = link;
        this.time = time;
        prefix = settings.keyPrefix() + ":answers:";
        saidNanos = new AtomicLong(time.nanoTime() - QUIET_NANOS);
    }

    @Override
    public CompletionStage<Optional<Found>> find(String upstream, String key, String codec) {
        return ask(upstream, key, FIND, ascii(codec))
                .thenApply(RedisAnswerStore::found)
                .exceptionally(fault -> {
                    say(fault);
                    return Optional.empty();
                });
    }

    @Override
    public CompletionStage<Boolean> put(String upstream, String key, String codec, byte[] answer, Duration lifetime) {
        return isDone(ask(upstream, key, PUT, ascii(codec), answer, ascii(Long.toString(lifetime.toMillis()))));
    }

    @Override
    public CompletionStage<Boolean> remove(String upstream, String key) {
        return isDone(ask(upstream, key, REMOVE));
    }

    // Whoever is told of a failure here goes on without; and others are not to suffer for what may be large.
    private CompletableFuture<ByteBuffer> ask(String upstream, String key, byte[]... arguments) {
        byte[] name = (prefix + upstream + ':' + KeyText.of(key)).getBytes(StandardCharsets.US_ASCII);
        return link.callAside(ANSWERS, new byte[][] {name}, arguments);
    }

    private CompletableFuture<Boolean> isDone(CompletableFuture<?> asked) {
        return asked.handle((done, fault) -> {
            if (fault != null) {
                say(fault);
            }
            return fault == null;
        });
    }

    // Of a Redis that is away the link speaks.
    private void say(Throwable failure) {
        Fault fault = Fault.of(failure);
        long now = time.nanoTime();
        long last = saidNanos.get();
        if (link.away() == null
                && fault.kind() != Fault.Kind.ELSEWHERE
                && now - last >= QUIET_NANOS
                && saidNanos.compareAndSet(last, now)) {
            LOG.warn(
                    "Breakwater: Redis did not do as it was asked about an answer that instances share: {}",
                    fault.reason());
        }
    }

    private static Optional<Found> found(ByteBuffer reply) {
        if (reply.remaining() < Double.BYTES) {
            return Optional.empty();
        }
        Duration age = Duration.ofMillis((long) reply.getDouble());
        byte[] answer = new byte[reply.remaining()];
        reply.get(answer);
        return Optional.of(new Found(answer, age));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
