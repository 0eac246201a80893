/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.ops.Endpoint;
import dev.breakwater.ops.UpstreamsEndpoint;
import java.util.Map;

/** What operators can change while the service runs. Safe for use by many threads. */
final class OperatorCalls {
    private final UpstreamsEndpoint upstreams;

    OperatorCalls(Upstreams upstreams) {
        this.upstreams = new UpstreamsEndpoint(upstreams::all, upstreams::known);
    }

    void answerAt(Map<String, Endpoint> endpoints) {
        endpoints.put(UpstreamsEndpoint.PATH, upstreams);
        endpoints.put(UpstreamsEndpoint.BELOW, upstreams);
    }
}
