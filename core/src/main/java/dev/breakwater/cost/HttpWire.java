/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.upstream.HttpMeter;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletionStage;

/** Measures the attempts of an upstream, all of which call one model. */
final class HttpWire implements HttpMeter {
    private final LlmMeter meter;
    private final WireMeter wire;
    private final LlmEndpoint endpoint;

    HttpWire(LlmMeter meter, LlmEndpoint endpoint) {
        this.meter = meter;
        wire = WireMeter.of(meter);
        this.endpoint = endpoint;
    }

    /** What no budget was asked for is not sent while there are budgets. */
    @Override
    public boolean isRequired() {
        return meter.isEnforced();
    }

    @Override
    public CompletionStage<HttpReading> begin(HttpRequest request, String callId, int attempt) {
        RequestBytes body = body(request);
        return wire.begin(endpoint, body, callId, attempt).thenApply(call -> new HttpReading(call, body));
    }

    private static RequestBytes body(HttpRequest request) {
        try {
            return RequestBytes.of(request);
        } catch (RuntimeException | Error unreadable) {
            // It is sent as it is, unless a budget wants to know what it can cost.
            return RequestBytes.UNKNOWN;
        }
    }
}
