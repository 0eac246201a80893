/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult;
import org.jspecify.annotations.Nullable;

/**
 * How an upstream is, as the service's own calls found it: nobody is asked for a probe's sake. Without it older answers take
 * its place, so the service is degraded, not down.
 */
final class UpstreamWatch implements Observer {
    private final String upstream;
    private volatile @Nullable Reason failure;

    UpstreamWatch(String upstream) {
        this.upstream = upstream;
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof UpstreamResult result && result.upstream().equals(upstream)) {
            failure = result.failure();
        }
    }

    HealthCheck check() {
        return HealthCheck.optional(upstream, () -> {
            Reason last = failure;
            return last == null ? HealthResult.up() : HealthResult.down("the last call had no answer: " + last.text());
        });
    }
}
