/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters that have been looked up once; a registry's own look-up sorts and hashes its tags every time. */
final class Counters {
    private final MeterRegistry registry;
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

    Counters(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter of(String name, String tag, String value) {
        return of(List.of(name, tag, value));
    }

    Counter of(String name, String tag, String value, String tag2, String value2) {
        return of(List.of(name, tag, value, tag2, value2));
    }

    Counter of(String name, String tag, String value, String tag2, String value2, String tag3, String value3) {
        return of(List.of(name, tag, value, tag2, value2, tag3, value3));
    }

    private Counter of(List<String> nameAndTags) {
        Counter known = counters.get(nameAndTags);
        return known == null ? counters.computeIfAbsent(nameAndTags, this::registered) : known;
    }

    private Counter registered(List<String> nameAndTags) {
        String[] tags = nameAndTags.subList(1, nameAndTags.size()).toArray(new String[0]);
        return Counter.builder(nameAndTags.get(0))
                .description(Help.of(nameAndTags.get(0)))
                .tags(tags)
                .register(registry);
    }
}
