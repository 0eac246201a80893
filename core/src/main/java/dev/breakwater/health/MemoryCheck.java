/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * Degraded when the heap is nearly full even after garbage has been collected: the process then spends its time on
 * collecting. What has not been collected yet does not count, since a heap is meant to fill up.
 */
public final class MemoryCheck implements HealthCheck {
    /** Nine tenths of the heap. */
    public static final double DEFAULT_SHARE = 0.9;

    private final double share;

    private MemoryCheck(double share) {
        this.share = share;
    }

    /** A check of this virtual machine's heap, for {@link #DEFAULT_SHARE}. */
    public static MemoryCheck ofHeap() {
        return new MemoryCheck(DEFAULT_SHARE);
    }

    /**
     * A check of this virtual machine's heap.
     *
     * @param share of the heap that may be in use after a collection: more than 0, at most 1
     */
    public static MemoryCheck ofHeap(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share: " + share + " (expected: more than 0, at most 1)");
        }
        return new MemoryCheck(share);
    }

    @Override
    public String name() {
        return "memory";
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
    public HealthResult check() {
        return judge(usedAfterCollection(), Runtime.getRuntime().maxMemory());
    }

    HealthResult judge(long used, long max) {
        return used <= share * max
                ? HealthResult.up()
                : HealthResult.degraded(
                        used + " of " + max + " bytes of the heap are in use after a collection (expected:"
                                + " at most " + (long) (share * max) + ")");
    }

    // Pools that were never collected say nothing, and count as empty.
    private static long usedAfterCollection() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            used += usage == null ? 0 : usage.getUsed();
        }
        return used;
    }
}
