/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.traffic.RequestLabels;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Bounds the tags of a framework's timer of requests, and gives it buckets. */
final class RequestFilter implements MeterFilter {
    private final LongAdder overflowed = new LongAdder();
    private final BoundedNames uris;

    RequestFilter(int maxUris) {
        uris = new BoundedNames(maxUris, overflowed::increment);
    }

    /** How often something was registered with a URI that was too much; registries remember what they have registered. */
    long overflowed() {
        return overflowed.sum();
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!isRequestTimer(id)) {
            return id;
        }
        List<Tag> tags = new ArrayList<>();
        for (Tag tag : id.getTagsAsIterable()) {
            tags.add(Tag.of(tag.getKey(), bounded(tag)));
        }
        return id.replaceTags(tags);
    }

    private String bounded(Tag tag) {
        return switch (tag.getKey()) {
            case "uri" -> isReserved(tag.getValue()) ? tag.getValue() : uris.bounded(tag.getValue());
            case "method" -> RequestLabels.boundedMethod(tag.getValue());
            default -> tag.getValue();
        };
    }

    // What Spring says of requests without a template, and our own word; these need no place of their own.
    private static boolean isReserved(String uri) {
        return switch (uri) {
            case "NOT_FOUND", "REDIRECTION", "UNKNOWN", "root", BoundedNames.OTHER -> true;
            default -> false;
        };
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        if (!isRequestTimer(id) || id.getType() != Meter.Type.TIMER || isConfigured(config)) {
            return config;
        }
        Duration[] buckets = RequestTimer.buckets();
        double[] nanos = new double[buckets.length];
        for (int i = 0; i < buckets.length; i++) {
            nanos[i] = buckets[i].toNanos();
        }
        return DistributionStatisticConfig.builder()
                .serviceLevelObjectives(nanos)
                .build()
                .merge(config);
    }

    private static boolean isConfigured(DistributionStatisticConfig config) {
        return config.getServiceLevelObjectiveBoundaries() != null || config.isPublishingHistogram();
    }

    private static boolean isRequestTimer(Meter.Id id) {
        return id.getName().equals(RequestTimer.NAME);
    }
}
