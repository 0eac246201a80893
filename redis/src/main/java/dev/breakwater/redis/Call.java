/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.exchange.TimeSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One question under way: the script's name first, its text if the server does not know it, and once more with another
 * latest time if the server's clock turns out to be another than was thought. Ends with what the script returned or with a
 * {@link RedisAwayException}, whatever comes first: answer, error, or the end of its time.
 *
 * @param <R> what the script returns
 */
final class Call<R> extends CompletableFuture<R> implements BiConsumer<byte[], Throwable> {
    private static final int HEAD_BYTES = 2 * Double.BYTES;

    /** What becomes of calls, for whoever made them. */
    interface Watcher {
        /** A command was handed to Lettuce. */
        void sent();

        /** Lettuce is done with a command, for better or worse. */
        void done();

        /** A call has failed; it ends after this returns. */
        void failed(Call<?> call, Fault fault);
    }

    private final Session session;
    private final Script<R> script;
    private final byte[][] keys;
    private final byte[][] arguments;
    private final ServerClock clock;
    private final TimeSource time;
    private final long deadline;
    private final Watcher watcher;
    private volatile @Nullable Future<?> command;
    private long sentNanos;
    private boolean whole;
    private boolean unhurried;

    /**
     * @param arguments the first is the link's own, and left to it
     * @param deadline by {@code time}, when the call ends at the latest
     */
    Call(
            Session session,
            Script<R> script,
            byte[][] keys,
            byte[][] arguments,
            TimeSource time,
            long deadline,
            Watcher watcher) {
        this.session = session;
        this.script = script;
        this.keys = keys;
        this.arguments = arguments;
        this.time = time;
        this.deadline = deadline;
        this.watcher = watcher;
        clock = session.clock(keys[0]);
        arguments[0] = ascii(clock.at(deadline));
    }

    Session session() {
        return session;
    }

    long deadline() {
        return deadline;
    }

    void send() {
        watcher.sent();
        sentNanos = time.nanoTime();
        CompletableFuture<byte[]> sent = handOver();
        command = sent;
        var unused = sent.whenComplete(this);
        if (isDone()) {
            // Its time was up before there was anything to cancel.
            sent.cancel(false);
        }
    }

    /** Its time is up. */
    void expire(Fault why) {
        if (!isDone()) {
            fail(why);
            cancelCommand();
        }
    }

    /** Nobody will answer any more. */
    void abandon() {
        completeExceptionally(RedisAwayException.afterAsking(Fault.CLOSED));
        cancelCommand();
    }

    /** Lettuce has an answer, or none. */
    @Override
    public void accept(byte @Nullable [] reply, @Nullable Throwable error) {
        watcher.done();
        if (isDone()) {
            return;
        }
        if (error != null) {
            refused(Fault.of(error));
        } else if (reply == null || reply.length < HEAD_BYTES) {
            fail(Fault.NONSENSE);
        } else {
            answered(ByteBuffer.wrap(reply));
        }
    }

    // Lettuce may throw rather than fail what it returns: if its queue is full, say.
    private CompletableFuture<byte[]> handOver() {
        try {
            return whole ? session.eval(script, keys, arguments) : session.evalsha(script, keys, arguments);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void refused(Fault fault) {
        if (fault.kind() == Fault.Kind.UNKNOWN_SCRIPT && !whole) {
            whole = true;
            send();
        } else {
            fail(fault);
        }
    }

    private void answered(ByteBuffer reply) {
        clock.learn((long) reply.getDouble(), sentNanos, time.nanoTime());
        if (reply.getDouble() != 0) {
            end(script.read(reply));
        } else if (unhurried) {
            fail(Fault.NONSENSE);
        } else if (time.nanoTime() - deadline >= 0) {
            // The server is there, and had the question late; and nobody here was there to give it up in time.
            fail(Fault.STALLED);
        } else {
            // Too late by the server's clock and in time by ours: the server's was set, and we know its time now.
            unhurried = true;
            arguments[0] = ascii(clock.at(deadline));
            send();
        }
    }

    private void end(@Nullable R result) {
        if (result == null) {
            fail(Fault.NONSENSE);
        } else {
            complete(result);
        }
    }

    private void fail(Fault fault) {
        try {
            watcher.failed(this, fault);
        } finally {
            completeExceptionally(RedisAwayException.afterAsking(fault));
        }
    }

    private void cancelCommand() {
        Future<?> sent = command;
        if (sent != null) {
            sent.cancel(false);
        }
    }

    private static byte[] ascii(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
