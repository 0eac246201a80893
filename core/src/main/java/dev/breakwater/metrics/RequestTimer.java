/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.traffic.RequestLabels;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times requests under the name and tags that Spring uses. Buckets: OpenTelemetry's from 5 milliseconds to 10 seconds, and
 * one at 2 seconds, since alerts ask for it and must not guess between 1 and 2.5.
 */
final class RequestTimer {
    static final String NAME = "http.server.requests";

    private static final int[] BUCKETS_MILLIS = {
        5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_000, 2_500, 5_000, 7_500, 10_000
    };
    private static final int MOST_EXCEPTIONS = 100;
    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final BoundedNames exceptions;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    RequestTimer(MeterRegistry registry, Counters counters) {
        this.registry = registry;
        exceptions = BoundedNames.counting(MOST_EXCEPTIONS, counters, NAME, "exception");
    }

    static Duration[] buckets() {
        Duration[] buckets = new Duration[BUCKETS_MILLIS.length];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = Duration.ofMillis(BUCKETS_MILLIS[i]);
        }
        return buckets;
    }

    @SuppressWarnings("ReferenceEquality") // an exchange is equal to itself alone
    void record(RequestLabels labels, Outcome outcome, Exchange exchange) {
        Key key = new Key(labels.method(), labels.route(), labels.status(), exception(outcome.error()));
        Timer timer = timers.get(key);
        if (timer == null) {
            timer = timers.computeIfAbsent(key, this::registered);
        }
        if (CurrentExchange.get() == exchange || !SampledTrace.isSampled(exchange)) {
            timer.record(outcome.durationNanos(), TimeUnit.NANOSECONDS);
        } else {
            recordAsCurrent(timer, outcome.durationNanos(), exchange);
        }
    }

    // The registry asks this thread for its trace, and asynchronous work may end on any.
    private static void recordAsCurrent(Timer timer, long nanos, Exchange exchange) {
        Exchange previous = CurrentExchange.open(exchange);
        try {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        } finally {
            CurrentExchange.close(previous);
        }
    }

    private String exception(@Nullable Throwable error) {
        if (error == null) {
            return NONE;
        }
        String simple = error.getClass().getSimpleName();
        return exceptions.bounded(simple.isEmpty() ? error.getClass().getName() : simple);
    }

    private Timer registered(Key key) {
        return Timer.builder(NAME)
                .description("Duration of HTTP server request handling")
                .tags("error", key.exception, "exception", key.exception, "method", key.method)
                .tags("outcome", outcome(key.status), "status", status(key.status), "uri", key.route)
                .serviceLevelObjectives(buckets())
                .register(registry);
    }

    private static String status(int status) {
        return status == 0 ? "UNKNOWN" : Integer.toString(status);
    }

    private static String outcome(int status) {
        return switch (status / 100) {
            case 1 -> "INFORMATIONAL";
            case 2 -> "SUCCESS";
            case 3 -> "REDIRECTION";
            case 4 -> "CLIENT_ERROR";
            case 5 -> "SERVER_ERROR";
            default -> "UNKNOWN";
        };
    }

    private record Key(String method, String route, int status, String exception) {}
}
