/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.jspecify.annotations.Nullable;

/**
 * Degraded when the heap is nearly full even after garbage has been collected: the process then spends its time on
 * collecting. Where something was collected, what has come since then does not count, since a heap is meant to fill up;
 * nor does what has gone since. Where nothing was collected so far all that is in use counts.
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

    private static long usedAfterCollection() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            // Null once the pool is no longer valid.
            MemoryUsage now = pool.getType() == MemoryType.HEAP ? pool.getUsage() : null;
            used += now == null ? 0 : used(now, pool.getCollectionUsage());
        }
        return used;
    }

    /**
     * How much of a pool counts. Some collectors look at the old generation seldom, so what they left there may be long
     * gone; and before they do they tell of a pool without any memory.
     */
    static long used(MemoryUsage now, @Nullable MemoryUsage collected) {
        return collected != null && collected.getCommitted() > 0
                ? Math.min(now.getUsed(), collected.getUsed())
                : now.getUsed();
    }
}
