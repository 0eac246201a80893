/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to the second port. Its path is decoded and no more: only a path that is spelt as it is configured is
 * answered at all. Its body is never read.
 */
final class OpsExchange extends Exchange {
    private final HttpExchange request;
    private final Headers headers;
    private final String path;
    private final Instant startedAt;
    private final long startNanos;
    private boolean failed;

    OpsExchange(HttpExchange request, TimeSource time) {
        this.request = request;
        headers = request.getRequestHeaders();
        String decoded = request.getRequestURI().getPath();
        path = decoded == null ? "" : decoded;
        startedAt = time.now();
        startNanos = time.nanoTime();
    }

    /** A guard that should have answered failed. */
    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    @Override
    public String method() {
        return request.getRequestMethod();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String rawPath() {
        String raw = request.getRequestURI().getRawPath();
        return raw == null ? "" : raw;
    }

    @Override
    public @Nullable String query() {
        return request.getRequestURI().getRawQuery();
    }

    @Override
    public String protocol() {
        return request.getProtocol();
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public @Nullable String authority() {
        return header("Host");
    }

    @Override
    public @Nullable String header(String name) {
        return headers.getFirst(name);
    }

    @Override
    public List<String> headers(String name) {
        List<String> lines = headers.get(name);
        return lines == null ? List.of() : lines;
    }

    @Override
    public Iterable<String> headerNames() {
        return headers.keySet();
    }

    @Override
    public @Nullable String peerAddress() {
        return request.getRemoteAddress().getAddress().getHostAddress();
    }

    @Override
    public @Nullable String user() {
        return null;
    }

    @Override
    public byte[] readBody(int maxBytes) {
        return new byte[0];
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }
}
