/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.exchange.Outcome;
import java.util.List;
import java.util.Map;

/**
 * The statistics at one moment.
 *
 * @param uptimeNanos how long there have been statistics
 * @param requests that have ended since then
 * @param errors those of them that the service failed on
 * @param active that have not ended yet
 * @param byMethod requests by method, but for methods without any
 * @param byStatus requests by status, but for statuses without any
 * @param byOutcome requests by how they ended
 * @param routes the busiest first
 * @param latencies of all routes, in the last five minutes
 * @param lastMinute rates
 * @param lastFiveMinutes rates
 * @param slos availability, then latency
 * @param limited requests that we refused with 429
 * @param shed requests that we refused with 503
 */
public record TrafficSnapshot(
        long uptimeNanos,
        long requests,
        long errors,
        long active,
        Map<String, Long> byMethod,
        Map<String, Long> byStatus,
        Map<Outcome.Kind, Long> byOutcome,
        List<RouteTraffic> routes,
        Latencies latencies,
        TrafficRate lastMinute,
        TrafficRate lastFiveMinutes,
        List<SloState> slos,
        long limited,
        long shed) {}
