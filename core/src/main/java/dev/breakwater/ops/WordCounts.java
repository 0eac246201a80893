/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by word, where code and not a client chooses the words. Safe for use by many threads. */
final class WordCounts {
    private final Map<String, LongAdder> byWord = new ConcurrentHashMap<>();

    void add(String word) {
        LongAdder known = byWord.get(word);
        if (known == null) {
            known = byWord.computeIfAbsent(word, unused -> new LongAdder());
        }
        known.increment();
    }

    Map<String, Long> all() {
        Map<String, Long> counts = new TreeMap<>();
        byWord.forEach((word, count) -> counts.put(word, count.sum()));
        return counts;
    }
}
