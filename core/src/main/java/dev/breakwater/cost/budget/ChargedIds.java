/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which charges were counted, for at least an hour, or until as many others were. A charge that is repeated later counts
 * again, which is too much and never too little. Safe for use by many threads.
 */
final class ChargedIds {
    private static final long SECONDS = 3600;
    private static final int MOST = 500_000;

    private volatile Set<String> older = Set.of();
    private volatile Set<String> newer = ConcurrentHashMap.newKeySet();
    private volatile long since = Long.MIN_VALUE;

    /** Whether it was not counted before; it is from now on. */
    boolean add(String id, long second) {
        turn(second);
        return !older.contains(id) && newer.add(id);
    }

    void remove(String id) {
        newer.remove(id);
    }

    private void turn(long second) {
        if (since == Long.MIN_VALUE) {
            since = second;
        }
        if (second - since < SECONDS && newer.size() < MOST) {
            return;
        }
        synchronized (this) {
            if (second - since >= SECONDS || newer.size() >= MOST) {
                older = newer;
                newer = ConcurrentHashMap.newKeySet();
                since = second;
            }
        }
    }
}
