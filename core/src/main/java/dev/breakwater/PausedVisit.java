/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Where the visit of the guards stands while a verdict is pending. */
final class PausedVisit {
    final ChainedGuard[] guards;
    final int index;
    final boolean identity;
    final CompletableFuture<? extends Verdict> arrival;

    PausedVisit(ChainedGuard[] guards, int index, boolean identity, CompletableFuture<? extends Verdict> arrival) {
        this.guards = guards;
        this.index = index;
        this.identity = identity;
        this.arrival = arrival;
    }

    /** Waits for the verdict, or for whatever comes in its place. */
    void join() {
        CompletableFuture<?> end = arrival.handle((verdict, fault) -> fault);
        end.join();
    }

    /** The guard whose verdict it is. */
    ChainedGuard guard() {
        return guards[index];
    }

    /** What has arrived; null if it is a fault. */
    @Nullable
    Verdict verdict() {
        return arrival.isCompletedExceptionally() ? null : arrival.join();
    }

    /** Why nothing has arrived; null if something has. */
    @Nullable
    Throwable fault() {
        try {
            arrival.join();
            return null;
        } catch (CompletionException failed) {
            return failed.getCause() == null ? failed : failed.getCause();
        } catch (CancellationException cancelled) {
            return cancelled;
        }
    }
}
