/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that nobody sends: a GET over TLS, by which the guards tell at the start what they lay over its response. */
final class ProbedRequest extends Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final String path;

    private ProbedRequest(String path) {
        this.path = path;
    }

    /**
     * The header rules of the guards that decorate responses. Only theirs: other guards count what they are asked, and
     * none of their headers is one that frameworks write as well.
     */
    static HeaderRules rules(BreakwaterRuntime runtime, String path) {
        ProbedRequest request = new ProbedRequest(path);
        // Not by the runtime's resolver, which would wonder at a request without an address.
        Caller.resolve(request, CallerResolver.direct());
        HeaderRules rules = HeaderRules.none();
        for (Guard guard : runtime.chain().guards()) {
            if (guard.stage() == Stage.DECORATE) {
                rules = rules.and(rules(guard, request));
            }
        }
        return rules.and(request.amendments());
    }

    // A guard of the application's may need what no request without a client has. The service is to start all the same.
    private static HeaderRules rules(Guard guard, ProbedRequest request) {
        try {
            return guard.inspect(request) instanceof Verdict.Proceed proceed ? proceed.rules() : HeaderRules.none();
        } catch (RuntimeException unasked) {
            LOG.debug("Breakwater: guard {} did not take a request without a client", guard.name(), unasked);
            return HeaderRules.none();
        }
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String scheme() {
        return "https";
    }

    @Override
    public @Nullable String authority() {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return List.of();
    }

    @Override
    public Iterable<String> headerNames() {
        return List.of();
    }

    @Override
    public @Nullable String peerAddress() {
        return null;
    }

    @Override
    public @Nullable String user() {
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
