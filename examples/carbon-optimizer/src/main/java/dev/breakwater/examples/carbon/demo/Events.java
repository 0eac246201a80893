/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import dev.breakwater.requestlog.EventSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.event.Level;

/** The last request events; on the console they would drown the demo. */
final class Events implements EventSink {
    private static final int MOST = 1000;
    private static final int MAX_WAITS = 40;

    private final Deque<String> lines = new ArrayDeque<>();

    @Override
    public synchronized void write(Level level, String line) {
        lines.addLast(line);
        if (lines.size() > MOST) {
            lines.removeFirst();
        }
    }

    private synchronized String find(String id) {
        return lines.stream()
                .filter(line -> line.contains("http.server.request") && line.contains(id))
                .findFirst()
                .orElse("");
    }

    /** The event of the request with this id; it comes after the answer, perhaps a moment later. */
    String of(String id) throws InterruptedException {
        String event = find(id);
        for (int i = 0; i < MAX_WAITS && event.isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            event = find(id);
        }
        return event;
    }
}
