/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How much memory the bodies of all requests under way may take together. Safe for use by many threads. */
final class BodyMemory {
    /** 64 MiB: eight thousand bodies of the default length. */
    static final long MOST = 64L << 20;

    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final LongAdder refused = new LongAdder();

    BodyMemory(long most) {
        this.most = most;
    }

    /** Whether there is room for so many bytes more; then they are taken until given back. */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        refused.increment();
        return false;
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }

    long refused() {
        return refused.sum();
    }
}
