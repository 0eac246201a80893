/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.drain.Drain;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.json.JsonWriter;
import java.util.concurrent.CompletableFuture;

/** Tells how far the drain is, and begins it: {@code POST /breakwater/drain}. Safe for use by many threads. */
public final class DrainEndpoint implements Endpoint {
    /** Where it is asked for. */
    public static final String PATH = "/breakwater/drain";

    private final Drain drain;

    /** An endpoint about this drain. */
    public DrainEndpoint(Drain drain) {
        this.drain = drain;
    }

    @Override
    public Takes takes(String path) {
        return Takes.BOTH;
    }

    @Override
    public Reply answer(Exchange exchange) {
        return told(200);
    }

    /** Waits for nothing: what is in flight ends later (RFC 9110 section 15.3.3). */
    @Override
    public Reply change(Exchange exchange) {
        // Whoever calls operators' endpoints has traffic to send elsewhere.
        drain.noticed();
        CompletableFuture<?> unused = drain.begin();
        return told(202);
    }

    private Reply told(int status) {
        return Reply.of(
                status,
                "application/json",
                JsonWriter.object()
                        .put("phase", drain.phase().text())
                        .put("in_flight", drain.inFlight())
                        .put("refused", drain.refused())
                        .end());
    }
}
