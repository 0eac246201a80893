/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Down when threads wait for each other for ever. Nothing but a restart helps, which is for an operator to decide. */
public final class DeadlockCheck implements HealthCheck {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** A check of this virtual machine. */
    public DeadlockCheck() {}

    @Override
    public String name() {
        return "deadlock";
    }

    @Override
    public HealthResult check() {
        long[] locked = threads.findDeadlockedThreads();
        return locked == null ? HealthResult.up() : HealthResult.down(locked.length + " threads are deadlocked");
    }
}
