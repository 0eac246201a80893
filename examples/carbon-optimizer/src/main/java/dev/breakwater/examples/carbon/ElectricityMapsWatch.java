/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult;
import org.jspecify.annotations.Nullable;

/**
 * How Electricity Maps is, as the service's own calls found it: asking for a probe's sake would be billed like any other
 * question. Without it answers are estimates, so the service is degraded, not down.
 */
final class ElectricityMapsWatch implements Observer {
    private volatile @Nullable Reason failure;

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof UpstreamResult result && result.upstream().equals(ElectricityMaps.UPSTREAM)) {
            failure = result.failure();
        }
    }

    HealthCheck check() {
        return HealthCheck.optional(ElectricityMaps.UPSTREAM, () -> {
            Reason last = failure;
            return last == null ? HealthResult.up() : HealthResult.down("the last call had no answer: " + last.text());
        });
    }
}
