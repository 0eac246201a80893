/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestFilterTest {
    private static final String REQUESTS = "http.server.requests";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void urisBeyondTheMostAreCountedAsOther() {
        registry.config().meterFilter(Meters.requestFilter(3));
        registry.config().meterFilter(MeterFilter.maximumAllowableTags(REQUESTS, "uri", 10, MeterFilter.deny()));
        for (int i = 0; i < 20; i++) {
            time("GET", "/r" + i);
        }
        time("GET", "NOT_FOUND");
        assertThat(registry.get(REQUESTS).tag("uri", "_OTHER").timer().count()).isEqualTo(17);
        assertThat(registry.get(REQUESTS).tag("uri", "/r0").timer().count()).isEqualTo(1);
        assertThat(registry.get(REQUESTS).tag("uri", "NOT_FOUND").timer().count())
                .isEqualTo(1);
    }

    @Test
    void methodsThatNobodyKnowsAreOther() {
        registry.config().meterFilter(Meters.requestFilter(3));
        time("FOO", "/");
        time("BAR", "/");
        assertThat(registry.get(REQUESTS).tag("method", "_OTHER").timer().count())
                .isEqualTo(2);
    }

    @Test
    void timersOfRequestsGetBuckets() {
        registry.config().meterFilter(Meters.requestFilter(3));
        assertThat(time("GET", "/").histogramCounts()).hasSize(15);
    }

    @Test
    void bucketsThatSomebodyChoseStay() {
        registry.config().meterFilter(Meters.requestFilter(3));
        HistogramSnapshot chosen = Timer.builder(REQUESTS)
                .tags("method", "GET", "uri", "/")
                .serviceLevelObjectives(Duration.ofMillis(300))
                .register(registry)
                .takeSnapshot();
        assertThat(chosen.histogramCounts()).hasSize(1);
    }

    @Test
    void otherMetersAreLeftAlone() {
        registry.config().meterFilter(Meters.requestFilter(1));
        registry.counter("orders", "uri", "/a", "method", "FOO").increment();
        registry.counter("orders", "uri", "/b", "method", "FOO").increment();
        assertThat(registry.find("orders").tag("method", "FOO").counters()).hasSize(2);
    }

    private HistogramSnapshot time(String method, String uri) {
        Timer timer = registry.timer(REQUESTS, "method", method, "uri", uri);
        timer.record(Duration.ofMillis(3));
        return timer.takeSnapshot();
    }
}
