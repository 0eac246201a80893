/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.SecurityEvent;
import dev.breakwater.exchange.TimeSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a flood from filling the disk: of one kind of event the first few of a client have records of their own each
 * minute, and the first few hundred of all clients together; what comes beyond is counted and summed up when the minute is
 * over. The table of clients has a fixed size; those without a place in it only count towards the whole. Safe for use by
 * many threads.
 */
final class Folding {
    static final int MOST_OF_A_CLIENT = 5;
    static final int MOST_OF_ALL = 300;

    private static final int PLACES = 2048;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** So many events went without a record. The client is null if they were many clients'. */
    record Summary(SecurityEvent event, @Nullable String client, long count) {}

    private final TimeSource time;
    private final Window[] clients = new Window[PLACES];
    private final Map<SecurityEvent, Window> all = new EnumMap<>(SecurityEvent.class);
    private final Queue<Summary> due = new ConcurrentLinkedQueue<>();
    private final LongAdder folded = new LongAdder();

    Folding(TimeSource time) {
        this.time = time;
        for (int i = 0; i < PLACES; i++) {
            clients[i] = new Window(SecurityEvent.SYS_STARTUP, null, MOST_OF_A_CLIENT);
        }
        for (SecurityEvent event : SecurityEvent.values()) {
            all.put(event, new Window(event, null, MOST_OF_ALL));
        }
    }

    /** Whether this event has a record of its own. */
    boolean admits(SecurityEvent event, @Nullable String client) {
        boolean admitted =
                (client == null || ofClient(event, client)) && whole(event).admits(time.nanoTime());
        if (!admitted) {
            folded.increment();
        }
        return admitted;
    }

    private boolean ofClient(SecurityEvent event, String client) {
        int hash = client.hashCode() * 31 + event.text().hashCode();
        return clients[(hash ^ hash >>> 16) & (PLACES - 1)].admits(event, client, time.nanoTime());
    }

    private Window whole(SecurityEvent event) {
        Window window = all.get(event);
        if (window == null) {
            throw new IllegalStateException(event.text());
        }
        return window;
    }

    /** What is to be summed up now; null if nothing (more) is. */
    @Nullable
    Summary next() {
        return due.poll();
    }

    /** Ends the minutes that are over, or all of them. */
    void sweep(boolean atOnce) {
        long now = time.nanoTime();
        for (Window window : clients) {
            window.sweep(now, atOnce);
        }
        all.values().forEach(window -> window.sweep(now, atOnce));
    }

    /** How many events had no record of their own so far. */
    long folded() {
        return folded.sum();
    }

    private final class Window {
        private final int most;
        private SecurityEvent event;
        private @Nullable String client;
        private boolean open;
        private long endsAt;
        private int count;

        Window(SecurityEvent event, @Nullable String client, int most) {
            this.event = event;
            this.client = client;
            this.most = most;
        }

        synchronized boolean admits(long now) {
            begin(now);
            return ++count <= most;
        }

        /** True as well if somebody else has the place. */
        synchronized boolean admits(SecurityEvent next, String nextClient, long now) {
            sweep(now, false);
            if (!open) {
                event = next;
                client = nextClient;
            } else if (event != next || !nextClient.equals(client)) {
                return true;
            }
            return admits(now);
        }

        private void begin(long now) {
            sweep(now, false);
            if (!open) {
                open = true;
                endsAt = now + MINUTE;
            }
        }

        synchronized void sweep(long now, boolean atOnce) {
            if (!open || (!atOnce && now - endsAt < 0)) {
                return;
            }
            if (count > most) {
                due.add(new Summary(event, client, (long) count - most));
            }
            open = false;
            count = 0;
        }
    }
}
