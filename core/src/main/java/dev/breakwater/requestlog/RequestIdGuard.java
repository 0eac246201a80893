/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;

/**
 * Stands in the place of a {@link RequestLogGuard}, under its name, where no events are wanted: gives requests their ids
 * and traces, sends {@code X-Request-Id} back, and writes and counts nothing. Safe for use by many threads.
 */
public final class RequestIdGuard implements Guard {
    private final RequestIds ids = new RequestIds(RandomBits.seeded());

    /** A guard with ids of its own. */
    public RequestIdGuard() {}

    @Override
    public String name() {
        return "request-log";
    }

    @Override
    public Stage stage() {
        return Stage.OBSERVE;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return new Verdict.Proceed(ids.of(exchange).openFor(exchange), null, null);
    }
}
