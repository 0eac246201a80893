/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to hear that a drain begins; each is called once, and what one throws keeps no other from hearing it. */
final class DrainListeners {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean begun;

    /** Calls this listener when a drain begins, or now if one has. */
    void add(Runnable listener) {
        synchronized (this) {
            if (!begun) {
                waiting.add(listener);
                return;
            }
        }
        call(listener);
    }

    /** A drain begins; calls those who have been waiting for it. */
    void begin() {
        List<Runnable> called;
        synchronized (this) {
            begun = true;
            called = List.copyOf(waiting);
            waiting.clear();
        }
        called.forEach(DrainListeners::call);
    }

    static void call(Runnable listener) {
        try {
            listener.run();
        } catch (Throwable fault) {
            LOG.error(
                    "Breakwater: a drain listener failed: {}",
                    listener.getClass().getName(),
                    fault);
        }
    }
}
