/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.metrics.Measured;
import dev.breakwater.metrics.Meters;
import dev.breakwater.metrics.MetersOnClassPath;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.requestlog.RequestLogGuard;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.traffic.TrafficGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is counted about requests and decisions, and the endpoints that tell it. Outlives chains. */
final class Telemetry implements AutoCloseable {
    private final Traffic traffic;
    private final QueueGauges queues = new QueueGauges();
    private final Upstreams upstreams;
    private final @Nullable Meters given;
    private @Nullable Meters meters;
    private volatile @Nullable RequestLogGuard log;

    Telemetry(BreakwaterSettings settings, @Nullable Meters given, Upstreams upstreams, TimeSource time) {
        traffic = Traffic.of(settings.metrics().traffic(), time);
        this.given = given;
        this.upstreams = upstreams;
    }

    /** Adds what counts to a chain; right after the request log. */
    void join(BreakwaterSettings settings, List<Guard> guards, List<Observer> observers) {
        log = guards.stream()
                .filter(RequestLogGuard.class::isInstance)
                .map(RequestLogGuard.class::cast)
                .findFirst()
                .orElse(null);
        if (!settings.metrics().enabled()) {
            return;
        }
        traffic.use(settings.metrics().traffic());
        guards.add(new TrafficGuard(traffic));
        Meters joined = meters();
        if (joined != null) {
            observers.add(joined);
        }
    }

    private @Nullable Meters meters() {
        if (meters == null) {
            Meters found = given == null ? MetersOnClassPath.find() : given;
            if (found != null) {
                found.begin(new Measured(traffic, queues, this::logCounts, upstreams::cacheStats));
            }
            meters = found;
        }
        return meters;
    }

    private @Nullable RequestLogCounts logCounts() {
        RequestLogGuard guard = log;
        return guard == null ? null : guard.counts();
    }

    QueueGauges queues() {
        return queues;
    }

    Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        if (meters != null) {
            meters.close();
        }
    }
}
