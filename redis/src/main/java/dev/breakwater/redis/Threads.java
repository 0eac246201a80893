/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** What threads of the link have in common. */
final class Threads {
    private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private Threads() {}

    /** Waits for a thread to end, unless it is this one, and not forever. */
    static void join(Thread thread) {
        if (thread.equals(Thread.currentThread())) {
            return;
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Puts up with an error, so that the thread goes on: does what follows from it, and says it in the log. If even that
     * fails, nothing more is done.
     *
     * @param aloud whether it is said
     */
    static void complain(Logger log, Throwable error, boolean aloud, Runnable first) {
        try {
            first.run();
            if (aloud) {
                log.error("Breakwater: an error on the way to Redis, which is tried again", error);
            }
        } catch (Throwable again) {
            // Out of memory, say: the next attempt may have some.
        }
    }
}
