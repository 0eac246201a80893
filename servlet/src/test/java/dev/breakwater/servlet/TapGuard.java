/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.BodyTap;
import dev.breakwater.exchange.Exchange;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves taps with the requests that ask for them by a header, and keeps what these see. */
final class TapGuard implements Guard {
    /** With this header a request is watched; with the value {@code away} its taps look away once they know the type. */
    static final String HEADER = "Test-Tap";

    volatile Seen request = new Seen(false);
    volatile Seen response = new Seen(false);

    @Override
    public String name() {
        return "taps";
    }

    @Override
    public Stage stage() {
        return Stage.OBSERVE;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        String wish = exchange.header(HEADER);
        if (wish != null) {
            request = new Seen(!wish.equals("away"));
            response = new Seen(!wish.equals("away"));
            exchange.put(BodyTap.REQUEST, request);
            exchange.put(BodyTap.RESPONSE, response);
        }
        return Verdict.proceed();
    }

    void forget() {
        request = new Seen(false);
        response = new Seen(false);
    }

    /** What one tap has seen. */
    static final class Seen implements BodyTap {
        private final boolean wants;
        final List<String> begins = new ArrayList<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int restarts;

        Seen(boolean wants) {
            this.wants = wants;
        }

        @Override
        public synchronized boolean begins(@Nullable String contentType, @Nullable String contentEncoding) {
            begins.add(contentType + "|" + contentEncoding);
            return wants;
        }

        @Override
        public synchronized void take(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public synchronized void restart() {
            restarts++;
            bytes.reset();
        }
    }
}
