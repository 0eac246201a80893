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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of upstreams in Redis, shared by all instances of a service that have the same {@code redis.key-prefix}. One round
 * trip each. Their age goes by the clock of the Redis server. Keys are <code>PREFIX:answers:UPSTREAM:KEY</code>, each in a
 * slot of its own; what stands there is bytes, and with them the name of the codec that wrote them. Safe for use by many
 * threads, never blocks, and never fails: where Redis is away there is nothing, at once.
 */
public final class RedisAnswerStore implements AnswerStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    private static final Script<ByteBuffer> ANSWERS = Script.named("answers.lua", reply -> reply);
    private static final byte[] FIND = {'F'};
    private static final byte[] PUT = {'P'};
    private static final byte[] REMOVE = {'R'};
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    // What waits to be written is in memory.
    private static final long MOST_BYTES_UNDER_WAY = 16 << 20;

    private final Supplier<? extends Link> opens;
    private final TimeSource time;
    private final String prefix;
    private final AtomicLong saidNanos;
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private volatile @Nullable Link link;
    private boolean closed;

    /** @param opens a link of its own, when it is first needed */
    RedisAnswerStore(Supplier<? extends Link> opens, RedisSettings settings, TimeSource time) {
        this.opens = opens;
        this.time = time;
        prefix = settings.keyPrefix() + ":answers:";
        saidNanos = new AtomicLong(time.nanoTime() - QUIET_NANOS);
    }

    @Override
    public void prepare() {
        Link unused = link();
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
        if (bytesUnderWay.addAndGet(answer.length) > MOST_BYTES_UNDER_WAY) {
            bytesUnderWay.addAndGet(-answer.length);
            return CompletableFuture.completedFuture(false);
        }
        return isDone(ask(upstream, key, PUT, ascii(codec), answer, ascii(Long.toString(lifetime.toMillis()))))
                .whenComplete((done, never) -> bytesUnderWay.addAndGet(-answer.length));
    }

    @Override
    public CompletionStage<Boolean> remove(String upstream, String key) {
        return isDone(ask(upstream, key, REMOVE));
    }

    private CompletableFuture<ByteBuffer> ask(String upstream, String key, byte[]... arguments) {
        byte[] name = (prefix + upstream + ':' + KeyText.inAnySlot(key)).getBytes(StandardCharsets.US_ASCII);
        Link open = link();
        return open == null
                ? CompletableFuture.failedFuture(new RedisAwayException(Fault.CLOSED))
                : open.call(ANSWERS, new byte[][] {name}, arguments);
    }

    /** Null once this is closed. */
    private @Nullable Link link() {
        Link open = link;
        return open != null ? open : opened();
    }

    private synchronized @Nullable Link opened() {
        if (link == null && !closed) {
            link = opens.get();
        }
        return link;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (link != null) {
            link.close();
        }
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
        Link open = link;
        if (open != null
                && open.away() == null
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
