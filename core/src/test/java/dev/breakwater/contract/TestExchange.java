/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request without a web stack, for tests of guards and engines. By default {@code GET /} over HTTP/1.1 with the
 * authority {@code localhost} from the peer {@value #PEER}, without headers and without a user. Its {@link Caller} is
 * resolved when it is built, as a chain would do.
 */
public final class TestExchange extends Exchange {
    /** The peer of an exchange that was given none: a documentation address, RFC 5737. */
    public static final String PEER = "192.0.2.1";

    private final Builder request;
    private final Instant startedAt;
    private final long startNanos;
    private final Map<String, Object> published = new HashMap<>();
    private final Map<String, String> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable String user;

    private TestExchange(Builder request) {
        this.request = request;
        startedAt = request.time.now();
        startNanos = request.time.nanoTime();
        user = request.user;
    }

    /** {@code GET} this path. */
    public static TestExchange get(String path) {
        return request("GET", path).build();
    }

    /** Begins a request. */
    public static Builder request(String method, String path) {
        return new Builder(method, path);
    }

    /** Authentication has happened: from now on this is the user. */
    public TestExchange identifiedAs(@Nullable String name) {
        user = name;
        return this;
    }

    @Override
    public String method() {
        return request.method;
    }

    @Override
    public String path() {
        return request.path;
    }

    @Override
    public String rawPath() {
        return request.rawPath;
    }

    @Override
    public @Nullable String query() {
        return request.query;
    }

    @Override
    public String protocol() {
        return request.protocol;
    }

    @Override
    public String scheme() {
        return request.scheme;
    }

    @Override
    public @Nullable String authority() {
        return request.authority;
    }

    @Override
    public @Nullable String header(String name) {
        for (Line line : request.lines) {
            if (line.name.equalsIgnoreCase(name)) {
                return line.value;
            }
        }
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return request.lines.stream()
                .filter(line -> line.name.equalsIgnoreCase(name))
                .map(Line::value)
                .toList();
    }

    @Override
    public Iterable<String> headerNames() {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> names = new LinkedHashSet<>();
        for (Line line : request.lines) {
            if (seen.add(line.name)) {
                names.add(line.name);
            }
        }
        return names;
    }

    @Override
    public @Nullable String peerAddress() {
        return request.peer;
    }

    @Override
    public @Nullable String user() {
        return user;
    }

    @Override
    public boolean isUserFinal() {
        return request.userFinal;
    }

    @Override
    public byte @Nullable [] readBody(int maxBytes) {
        return request.body.length > maxBytes ? null : request.body.clone();
    }

    @Override
    public void publish(String name, Object value) {
        published.put(name, value);
    }

    /** What was published under this name, or null. */
    public @Nullable Object published(String name) {
        return published.get(name);
    }

    /** From now on the response has this header. */
    public TestExchange answering(String name, String value) {
        answered.put(name, value);
        return this;
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return answered.get(name);
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public String toString() {
        return request.method + " " + request.path + " from " + request.peer;
    }

    private record Line(String name, String value) {}

    /** Puts a request together. May be built several times; each exchange has slots and a start of its own. */
    public static final class Builder {
        private final String method;
        private final String path;
        private final List<Line> lines;
        private String rawPath;
        private @Nullable String query;
        private String protocol = "HTTP/1.1";
        private String scheme = "http";
        private @Nullable String authority = "localhost";
        private @Nullable String peer = PEER;
        private @Nullable String user;
        private boolean userFinal;
        private TimeSource time = TimeSource.system();
        private CallerResolver callers = CallerResolver.direct();
        private byte[] body = {};

        private Builder(String method, String path) {
            this.method = method;
            this.path = path;
            lines = new ArrayList<>();
            rawPath = path;
        }

        private Builder(Builder other) {
            method = other.method;
            path = other.path;
            lines = List.copyOf(other.lines);
            rawPath = other.rawPath;
            query = other.query;
            protocol = other.protocol;
            scheme = other.scheme;
            authority = other.authority;
            peer = other.peer;
            user = other.user;
            userFinal = other.userFinal;
            time = other.time;
            callers = other.callers;
            body = other.body;
        }

        /** Adds a header line, after those that are there. Neither name nor value is checked. */
        public Builder header(String name, String value) {
            lines.add(new Line(name, value));
            return this;
        }

        /** The path as it was sent; the decoded one unless given. */
        public Builder rawPath(String sent) {
            rawPath = sent;
            return this;
        }

        /** The query string, without the question mark. */
        public Builder query(@Nullable String text) {
            query = text;
            return this;
        }

        /** The protocol. */
        public Builder protocol(String text) {
            protocol = text;
            return this;
        }

        /** The connection's scheme. */
        public Builder scheme(String text) {
            scheme = text;
            return this;
        }

        /** The authority as sent; null if none was. */
        public Builder authority(@Nullable String text) {
            authority = text;
            return this;
        }

        /** The socket's other end; null if the connection has none. */
        public Builder peer(@Nullable String address) {
            peer = address;
            return this;
        }

        /** Nothing authenticates later. */
        public Builder userFinal() {
            userFinal = true;
            return this;
        }

        /** The user who is authenticated from the start. */
        public Builder user(@Nullable String name) {
            user = name;
            return this;
        }

        /** Where the exchange gets its start from. */
        public Builder time(TimeSource source) {
            time = source;
            return this;
        }

        /** Who is believed about the caller; nobody but the socket unless given. */
        public Builder callers(CallerResolver resolver) {
            callers = resolver;
            return this;
        }

        /** The body; empty unless given. */
        public Builder body(byte[] bytes) {
            body = bytes.clone();
            return this;
        }

        /** A new exchange, its caller resolved. */
        public TestExchange build() {
            TestExchange exchange = new TestExchange(new Builder(this));
            Caller.resolve(exchange, callers);
            return exchange;
        }
    }
}
