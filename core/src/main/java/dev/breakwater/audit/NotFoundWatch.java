/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * Counts by caller how many things are not found within a minute. The table has a fixed size: of two callers who share a
 * place the later one has it to itself from the next minute on. Safe for use by many threads.
 */
final class NotFoundWatch {
    /** More than this within a minute is what no page's broken links cause. */
    static final int MANY = 50;

    private static final int PLACES = 1024;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final Place[] places = new Place[PLACES];

    NotFoundWatch(TimeSource time) {
        this.time = time;
        for (int i = 0; i < PLACES; i++) {
            places[i] = new Place(time.nanoTime());
        }
    }

    /** One more was not found; true once a minute, when that is one more than a caller may miss. */
    boolean isTooMany(Object caller) {
        int hash = caller.hashCode();
        return places[(hash ^ hash >>> 16) & (PLACES - 1)].next(caller, time.nanoTime());
    }

    private static final class Place {
        private Object caller = "";
        private long endsAt;
        private int count;

        Place(long now) {
            endsAt = now;
        }

        synchronized boolean next(Object next, long now) {
            if (now - endsAt >= 0) {
                caller = next;
                endsAt = now + MINUTE;
                count = 0;
            }
            return caller.equals(next) && ++count == MANY + 1;
        }
    }
}
