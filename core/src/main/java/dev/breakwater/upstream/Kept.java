/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

/**
 * What the cache has for a key: an answer, or that there is none. The same for all who find it. Safe for use by many
 * threads.
 */
final class Kept {
    private final Ended<?> ended;
    private final boolean absence;
    private final long sinceNanos;
    private volatile long reloadFromNanos;

    private Kept(Ended<?> ended, boolean absence, long nowNanos) {
        this.ended = ended;
        this.absence = absence;
        sinceNanos = nowNanos;
        reloadFromNanos = nowNanos;
    }

    static Kept answer(Object answer, long nowNanos) {
        return new Kept(Ended.answered(answer, 0), false, nowNanos);
    }

    static Kept absence(Ended<?> ended, long nowNanos) {
        return new Kept(new Ended<>(null, ended.failure(), ended.cause(), 0), true, nowNanos);
    }

    /** Without an attempt: whoever finds it makes none. */
    Ended<?> ended() {
        return ended;
    }

    boolean isAbsence() {
        return absence;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    /** Asking for a newer one has failed. */
    void reloadFrom(long nanos) {
        reloadFromNanos = nanos;
    }

    boolean mayReload(long nowNanos) {
        return nowNanos - reloadFromNanos >= 0;
    }
}
