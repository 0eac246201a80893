/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What was spent in each of the last hours, for eight weeks. For one thread. */
final class Hours {
    static final int WEEK = 7 * 24;

    private static final long SECONDS = 3600;
    private static final int MOST = 8 * WEEK;

    private final TreeMap<Long, Spend> hours = new TreeMap<>();

    void add(Instant at, Spend spend) {
        long hour = Math.floorDiv(at.getEpochSecond(), SECONDS);
        hours.merge(hour, spend, Spend::plus);
        while (hours.firstKey() < hours.lastKey() - MOST) {
            hours.pollFirstEntry();
        }
    }

    void each(BiConsumer<Instant, Spend> to) {
        hours.forEach((hour, spend) -> to.accept(Instant.ofEpochSecond(hour * SECONDS), spend));
    }

    /** Null unless every hour of the week was seen twice. */
    @Nullable
    WeekShape shape(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), SECONDS);
        if (hours.isEmpty() || current - hours.firstKey() < 2 * WEEK) {
            return null;
        }
        long first = hours.firstKey();
        double[] sums = new double[WEEK];
        for (Map.Entry<Long, Spend> hour : hours.headMap(current).entrySet()) {
            Spend spend = hour.getValue();
            sums[slot(hour.getKey())] += (double) spend.nanoUsd() + spend.assumedNanoUsd();
        }
        for (int slot = 0; slot < WEEK; slot++) {
            long seen = (current - 1 - slot) / WEEK - (first - 1 - slot) / WEEK;
            sums[slot] = seen > 0 ? sums[slot] / seen : 0;
        }
        return new WeekShape(sums);
    }

    static int slot(long hour) {
        return (int) Math.floorMod(hour, (long) WEEK);
    }
}
