/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads a short body, so that its connection can be used again, and breaks off a long one. */
final class BoundedBody implements BodySubscriber<Void> {
    private static final long BOUND = 16 << 10;

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long read;

    @Override
    public CompletionStage<Void> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            read += buffer.remaining();
        }
        Flow.Subscription from = subscription;
        if (from == null) {
            return;
        }
        if (read > BOUND) {
            from.cancel();
            done.complete(null);
        } else {
            from.request(1);
        }
    }

    @Override
    public void onError(Throwable fault) {
        done.completeExceptionally(fault);
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }
}
