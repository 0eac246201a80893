/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.drain.Drain;
import dev.breakwater.ops.DrainEndpoint;
import dev.breakwater.ops.Endpoint;
import dev.breakwater.ops.UpstreamsEndpoint;
import java.util.Map;

/** What operators can change while the service runs. Safe for use by many threads. */
final class OperatorCalls {
    private final UpstreamsEndpoint upstreams;
    private final DrainEndpoint drain;

    OperatorCalls(Upstreams upstreams, Drain drain) {
        this.drain = new DrainEndpoint(drain);
        this.upstreams = new UpstreamsEndpoint(upstreams::all, upstreams::known);
    }

    void answerAt(Map<String, Endpoint> endpoints) {
        endpoints.put(DrainEndpoint.PATH, drain);
        endpoints.put(UpstreamsEndpoint.PATH, upstreams);
        endpoints.put(UpstreamsEndpoint.BELOW, upstreams);
    }
}
