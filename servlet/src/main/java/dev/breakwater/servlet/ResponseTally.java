/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.BodyTap;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.TimeSource;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** What has been written of a response's body, over all dispatches of its request, and when that began. */
final class ResponseTally extends Tally {
    private final TimeSource time;
    private final long startNanos;
    private final boolean toHead;
    private long firstByteNanos = Outcome.UNKNOWN;
    private @Nullable HttpServletResponse response;

    ResponseTally(Exchange exchange, TimeSource time) {
        super(exchange, BodyTap.RESPONSE);
        this.time = time;
        startNanos = exchange.startNanos();
        toHead = exchange.method().equals("HEAD");
    }

    /** The response of the dispatch that begins. */
    void watch(HttpServletResponse next) {
        response = next;
    }

    @Override
    @Nullable
    String contentType() {
        return response == null ? null : response.getContentType();
    }

    @Override
    @Nullable
    String contentEncoding() {
        return response == null ? null : response.getHeader("Content-Encoding");
    }

    @Override
    void begin() {
        flushed();
        super.begin();
    }

    /** What there is of the answer is sent now, be it the head alone. */
    void flushed() {
        if (firstByteNanos == Outcome.UNKNOWN) {
            firstByteNanos = Math.max(0, time.nanoTime() - startNanos);
        }
    }

    @Override
    void restart() {
        firstByteNanos = Outcome.UNKNOWN;
        super.restart();
    }

    /** How long the client waited for the first byte of the body, or for the head where that was sent alone. */
    long firstByteNanos() {
        return firstByteNanos;
    }

    /** How many bytes the client is sent: where an answer has no body, containers discard what is written. */
    long count(int status) {
        return toHead || isBodiless(status) ? 0 : count();
    }

    boolean isToHead() {
        return toHead;
    }

    // RFC 9110 sections 15.2, 15.3.5, 15.3.6 and 15.4.5.
    private static boolean isBodiless(int status) {
        return (status >= 100 && status < 200) || status == 204 || status == 205 || status == 304;
    }
}
