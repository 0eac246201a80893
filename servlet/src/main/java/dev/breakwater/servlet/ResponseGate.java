/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.Reply;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the application's answer and one of ours meet, for a request that we may have to answer while the application is
 * at work on it. Each thing the application does to the response goes through here. Once we have answered, nothing goes
 * through any more; once something of the application's answer has been sent, or the application is done, we answer no
 * more.
 *
 * <p>Containers let any thread write a response as long as only one does at a time, and use their objects again when the
 * request has ended. So there is a lock for the first, and {@link #close} waits for an answer of ours that is being
 * written, and for nothing else.
 */
final class ResponseGate {
    // The application holds the lock for longer only while the client does not read what it is being sent.
    private static final long PATIENCE_MILLIS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final boolean toHead;
    private final Consumer<Reply> observer;
    private EditedResponse response;
    private boolean isNonBlocking;
    private @Nullable Future<?> timer;
    private volatile boolean isTaking;
    private volatile boolean isClosed;
    private volatile boolean isLost;
    private volatile @Nullable Reply taken;

    /**
     * A gate that is open.
     *
     * @param toHead whether the answer is to a HEAD request
     * @param observer hears of our answer, if we give one; must not wait
     */
    ResponseGate(EditedResponse response, boolean toHead, Consumer<Reply> observer) {
        this.response = response;
        this.toHead = toHead;
        this.observer = observer;
    }

    /** The same request's response in an error or async dispatch. */
    void watch(EditedResponse next) {
        act(() -> response = next);
    }

    /** What to cancel when the gate is closed. */
    void timedBy(@Nullable Future<?> future) {
        timer = future;
    }

    /** Our answer, or null if it is the application's to give. */
    @Nullable
    Reply taken() {
        return taken;
    }

    /** Whether our answer found no client. */
    boolean isLost() {
        return isLost;
    }

    /** Does something to the response, unless it is ours. */
    void act(Runnable action) {
        lock.lock();
        try {
            if (taken == null) {
                action.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The same for what may fail. */
    void write(Writing writing) throws IOException {
        lock.lock();
        try {
            if (taken == null) {
                writing.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** From now on only the application can write: what it does not wait for cannot be told from what we would write. */
    void isNonBlocking() {
        isNonBlocking = true;
    }

    /**
     * Answers in the application's place.
     *
     * @return whether that was possible
     */
    boolean take(Reply reply) {
        if (!isAcquired()) {
            return false;
        }
        // In this order, and in the other in close(): one of the two sees the other.
        isTaking = true;
        try {
            if (isClosed || taken != null || isNonBlocking || response.isCommitted()) {
                return false;
            }
            taken = reply;
            observer.accept(reply);
            deliver(reply);
            return true;
        } finally {
            isTaking = false;
            lock.unlock();
        }
    }

    private boolean isAcquired() {
        if (lock.tryLock()) {
            return true;
        }
        try {
            return lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void deliver(Reply reply) {
        try {
            response.reset();
            ReplyWriter.write(reply, response, toHead);
            // Not just flushed: HTTP/2 and chunks end only with the stream.
            response.getOutputStream().close();
        } catch (IOException | RuntimeException gone) {
            isLost = true;
        }
    }

    /**
     * From now on the container may write by itself, or use its objects again: we answer no more. Waits for an answer of
     * ours that is being written.
     */
    void close() {
        isClosed = true;
        if (timer != null) {
            timer.cancel(false);
        }
        awaitTaking();
    }

    /** Waits for an answer of ours that is being written, and for nothing else. */
    void awaitTaking() {
        if (isTaking) {
            lock.lock();
            try {
                isTaking = false;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Something that writes. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }
}
