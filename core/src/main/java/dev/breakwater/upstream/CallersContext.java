/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import org.jspecify.annotations.Nullable;

/**
 * The context of the thread a flight set off on. It is a copy, and made only when something leaves that thread: whoever
 * hands something over {@linkplain #keep keeps} it before, which also makes it visible to whoever takes over.
 */
final class CallersContext {
    private @Nullable CallContext kept;

    /** The context. Asked first on the caller's thread. */
    CallContext keep() {
        CallContext there = kept;
        if (there == null) {
            there = CallContext.current();
            kept = there;
        }
        return there;
    }

    /** The same without the request, for what may outlive it. Before anything else is kept. */
    CallContext keepForNoRequest() {
        CallContext mine = CallContext.current().forNoRequest();
        kept = mine;
        return mine;
    }

    /** From now on this thread works in it. Pass what this returns to {@link #leave}. */
    @Nullable
    CallContext enter() {
        // While nothing has left the caller's thread, this is that thread, and works in it anyway.
        return kept == null ? null : kept.enter();
    }

    /** Back to what {@link #enter} returned. */
    static void leave(@Nullable CallContext previous) {
        if (previous != null) {
            CallContext.leave(previous);
        }
    }
}
