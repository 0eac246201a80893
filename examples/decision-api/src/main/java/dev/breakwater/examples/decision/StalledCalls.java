/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Calls that the stand-in lets wait, with one thread for all of them. Of too many, the oldest is given up. */
final class StalledCalls implements AutoCloseable {
    private static final int MOST = 500;
    private static final long DRIP_MILLIS = 500;

    private final Deque<HttpExchange> held = new ArrayDeque<>();
    private final ScheduledExecutorService timer;

    StalledCalls(ThreadFactory threads) {
        timer = Executors.newSingleThreadScheduledExecutor(threads);
    }

    /** Never answers. */
    synchronized void hold(HttpExchange call) {
        held.add(call);
        if (held.size() > MOST) {
            held.remove().close();
        }
    }

    /** Does this a while later, and gives the call up if that fails. */
    void after(Duration span, HttpExchange call, Sending send) {
        Future<?> unused = timer.schedule(
                () -> {
                    try {
                        send.run();
                    } catch (IOException gone) {
                        call.close();
                    }
                },
                span.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Writes an answer. */
    @FunctionalInterface
    interface Sending {
        void run() throws IOException;
    }

    /** Answers a byte now and then, until the client has gone. */
    void drip(byte[] body, HttpExchange call) {
        hold(call);
        drip(body, 0, call);
    }

    private void drip(byte[] body, int next, HttpExchange call) {
        if (next == body.length) {
            call.close();
            return;
        }
        try {
            call.getResponseBody().write(body, next, 1);
            call.getResponseBody().flush();
        } catch (IOException gone) {
            call.close();
            return;
        }
        Future<?> unused = timer.schedule(() -> drip(body, next + 1, call), DRIP_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        timer.shutdownNow();
        held.forEach(HttpExchange::close);
        held.clear();
    }
}
