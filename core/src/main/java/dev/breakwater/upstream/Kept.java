/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import org.jspecify.annotations.Nullable;

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
        return new Kept(new Ended<>(null, ended.failure(), worthKeeping(ended.cause()), 0), true, nowNanos);
    }

    // The whole answer would come with the request that it is to, and that one's credentials.
    private static @Nullable Throwable worthKeeping(@Nullable Throwable cause) {
        return cause instanceof HttpStatusException answered ? answered.withoutResponse() : cause;
    }

    /** Without an attempt: whoever finds it makes none. */
    @SuppressWarnings("unchecked") // One key is one kind of answer: the caller's side of the contract.
    <T extends @Nullable Object> Ended<T> ended() {
        return (Ended<T>) ended;
    }

    @SuppressWarnings("ReferenceEquality") // Each is kept once.
    boolean is(Kept other) {
        return this == other;
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
