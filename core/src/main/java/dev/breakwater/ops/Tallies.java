/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Counts by name: of the first names that were seen, and of all others together. Safe for use by many threads. */
final class Tallies<T> {
    static final String OTHER = "_OTHER";

    private static final int LONGEST = 128;

    private final int most;
    private final Supplier<T> fresh;
    private final Map<String, T> byName = new ConcurrentHashMap<>();

    Tallies(int most, Supplier<T> fresh) {
        this.most = most;
        this.fresh = fresh;
    }

    T of(String name) {
        T known = byName.get(name);
        return known == null ? added(name) : known;
    }

    // Threads that come at the same time may go beyond the bound by as many as there are of them.
    private T added(String name) {
        String bounded = name.length() > LONGEST || byName.size() >= most ? OTHER : name;
        return byName.computeIfAbsent(bounded, unused -> fresh.get());
    }

    Map<String, T> all() {
        return new TreeMap<>(byName);
    }
}
