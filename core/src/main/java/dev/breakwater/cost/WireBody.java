/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call read its answer on the way to whoever asked for it: the same bytes, before them, none of them copied or held.
 */
final class WireBody<T extends @Nullable Object> implements BodySubscriber<T> {
    private final BodySubscriber<T> asked;
    private final WireCall call;

    private WireBody(BodySubscriber<T> asked, WireCall call) {
        this.asked = asked;
        this.call = call;
    }

    static <T extends @Nullable Object> BodyHandler<T> around(BodyHandler<T> handler, WireCall call) {
        return answer -> {
            call.answered(answer.statusCode(), HttpReading.contentEncoding(answer.headers()));
            return new WireBody<>(handler.apply(answer), call);
        };
    }

    @Override
    public CompletionStage<T> getBody() {
        return asked.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        asked.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                subscription.request(count);
            }

            @Override
            public void cancel() {
                call.ended(new CancellationException("the rest of the body is not wanted"));
                subscription.cancel();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (int i = 0; i < parts.size(); i++) {
            call.read(parts.get(i).asReadOnlyBuffer());
        }
        asked.onNext(parts);
    }

    @Override
    public void onError(Throwable failure) {
        call.ended(failure);
        asked.onError(failure);
    }

    @Override
    public void onComplete() {
        call.ended(null);
        asked.onComplete();
    }
}
