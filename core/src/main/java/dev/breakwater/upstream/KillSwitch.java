/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

/** Whether calls may be made at all. Safe for use by many threads. */
final class KillSwitch {
    private volatile boolean thrown;
    private volatile boolean closed;

    KillSwitch(boolean thrown) {
        this.thrown = thrown;
    }

    void set(boolean disabled) {
        thrown = disabled;
    }

    boolean isThrown() {
        return thrown;
    }

    /** For good. */
    void close() {
        closed = true;
    }

    boolean refuses() {
        return thrown || closed;
    }

    <T> Ended<T> refusal(int attempts) {
        Throwable why = closed ? new IllegalStateException("the upstream is closed") : null;
        return Ended.failed(UpstreamException.Reason.DISABLED, why, attempts);
    }
}
