/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer to a request that is sent once there is leave to. Cancelling it ends whatever goes on by then. */
final class WireFuture<T> extends CompletableFuture<HttpResponse<T>> {
    private final CompletableFuture<WireCall> begun;
    private volatile @Nullable CompletableFuture<HttpResponse<T>> sent;

    WireFuture(CompletionStage<WireCall> begun) {
        this.begun = begun.toCompletableFuture();
    }

    WireFuture<T> follow(Function<WireCall, CompletableFuture<HttpResponse<T>>> send) {
        CompletableFuture<?> unused = begun.whenComplete((call, refusal) -> {
            if (call == null) {
                completeExceptionally(refusal);
            } else if (isDone()) {
                call.neverSent();
            } else {
                send(call, send);
            }
        });
        return this;
    }

    private void send(WireCall call, Function<WireCall, CompletableFuture<HttpResponse<T>>> send) {
        CompletableFuture<HttpResponse<T>> sending;
        try {
            sending = send.apply(call);
        } catch (Throwable fault) {
            failed(call, fault);
            return;
        }
        sent = sending;
        CompletableFuture<?> unused = sending.whenComplete((answer, failure) -> {
            if (failure == null) {
                complete(answer);
            } else {
                failed(call, LlmMeter.unwrapped(failure));
            }
        });
        if (isCancelled()) {
            sending.cancel(true);
        }
    }

    /** Whoever waits hears of it, whatever becomes of the telling. */
    private void failed(WireCall call, Throwable failure) {
        try {
            call.ended(failure);
        } finally {
            completeExceptionally(failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        CompletableFuture<HttpResponse<T>> sending = sent;
        begun.cancel(false);
        if (sending != null) {
            sending.cancel(mayInterrupt);
        }
        return cancelled;
    }
}
