/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Down when threads wait for each other for ever. Nothing but a restart helps, which is for an operator to decide: the
 * service is degraded by it, unless {@code health.checks.deadlock.critical} says otherwise, and stays alive. Looks once a
 * minute, because the threads stand still meanwhile.
 */
public final class DeadlockCheck implements HealthCheck {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** A check of this virtual machine. */
    public DeadlockCheck() {}

    @Override
    public String name() {
        return "deadlock";
    }

    @Override
    public Kind kind() {
        return Kind.SYSTEM;
    }

    @Override
    public boolean critical() {
        return false;
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public HealthResult check() {
        long[] locked = threads.findDeadlockedThreads();
        return locked == null ? HealthResult.up() : HealthResult.down(locked.length + " threads are deadlocked");
    }
}
