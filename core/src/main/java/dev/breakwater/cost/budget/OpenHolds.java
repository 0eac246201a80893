/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The holds of a store: those that wait for their settlement, and for a day those whose lease was over before it came. Safe
 * for use by many threads.
 */
final class OpenHolds {
    private static final int MOST_LATE = 100_000;
    private static final long SECONDS_LATE = 24 * 3600;

    private final Map<String, OpenHold> open = new ConcurrentHashMap<>();
    private final Map<String, OpenHold> late = new ConcurrentHashMap<>();
    private final Queue<Hold> expired = new LinkedBlockingQueue<>(MOST_LATE);
    private final AtomicLong due = new AtomicLong(Long.MAX_VALUE);

    void add(OpenHold hold) {
        open.put(hold.hold().id(), hold);
        long expires = hold.hold().expiresAt().getEpochSecond();
        // After it can be found: who looks for holds that are due resets this first.
        if (expires < due.get()) {
            due.accumulateAndGet(expires, Math::min);
        }
    }

    @Nullable
    OpenHold find(String id) {
        OpenHold found = open.get(id);
        return found == null ? late.get(id) : found;
    }

    void remove(String id) {
        if (open.remove(id) == null) {
            late.remove(id);
        }
    }

    /** Lets those expire whose lease is over. */
    void expire(Instant now) {
        if (now.getEpochSecond() < due.get()) {
            return;
        }
        due.set(Long.MAX_VALUE);
        long next = Long.MAX_VALUE;
        for (OpenHold hold : open.values()) {
            if (hold.isDue(now)) {
                expire(hold, true);
            } else {
                next = Math.min(next, hold.hold().expiresAt().getEpochSecond());
            }
        }
        due.accumulateAndGet(next, Math::min);
    }

    /** Lets one expire. */
    void expire(OpenHold hold, boolean tell) {
        BudgetCell.together(hold.sorted(), () -> {
            if (hold.expire()) {
                leave(hold, tell);
            }
            return null;
        });
    }

    // Where too many are late, what they hold stays counted in full, and settlements of theirs change nothing.
    private void leave(OpenHold hold, boolean tell) {
        String id = hold.hold().id();
        if (late.size() < MOST_LATE) {
            late.put(id, hold);
        }
        open.remove(id);
        if (tell && !expired.offer(hold.hold())) {
            expired.poll();
            expired.offer(hold.hold());
        }
    }

    /** Those that have expired since this was last asked. */
    List<Hold> takeExpired() {
        List<Hold> taken = new ArrayList<>();
        for (Hold hold = expired.poll(); hold != null; hold = expired.poll()) {
            taken.add(hold);
        }
        return taken;
    }

    void forget(Instant now) {
        late.values().removeIf(hold -> hold.isDue(now.minusSeconds(SECONDS_LATE)));
    }

    int count() {
        return open.size();
    }
}
