/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.exchange.Exchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A request that costs next to nothing, for tests that ask millions of times or count bytes. */
final class PlainExchange extends Exchange {
    private final String method;
    private final List<String> names = new ArrayList<>(4);
    private final List<List<String>> values = new ArrayList<>(4);

    PlainExchange(String method) {
        this.method = method;
        Caller.resolve(this, CallerResolver.direct());
    }

    PlainExchange header(String name, String value) {
        names.add(name);
        values.add(List.of(value));
        return this;
    }

    @Override
    public List<String> headers(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return List.of();
    }

    @Override
    public String header(String name) {
        List<String> lines = headers(name);
        return lines.isEmpty() ? null : lines.get(0);
    }

    @Override
    public Iterable<String> headerNames() {
        return names;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String rawPath() {
        return "/";
    }

    @Override
    public String query() {
        return null;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String authority() {
        return "service.test";
    }

    @Override
    public String peerAddress() {
        return null;
    }

    @Override
    public String user() {
        return null;
    }

    @Override
    public Instant startedAt() {
        return Instant.EPOCH;
    }

    @Override
    public long startNanos() {
        return 0;
    }

    @Override
    public byte[] readBody(int maxBytes) {
        return new byte[0];
    }
}
