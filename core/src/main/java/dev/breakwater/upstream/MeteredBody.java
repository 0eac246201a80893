/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Lets a meter read an attempt's answer on its way to whoever asked for it: the same bytes, before them, none of them
 * copied or held. What is wanted, and when, remains the matter of whoever asked. The meter hears nothing any more after
 * the end, whichever came first: the body's, a failure, or that nobody wants the rest.
 */
final class MeteredBody {
    private final CallContext context;
    private final Engine engine;
    private HttpMeter.@Nullable Reading reading;

    MeteredBody(HttpMeter.@Nullable Reading reading, CallContext context, Engine engine) {
        this.reading = reading;
        this.context = context;
        this.engine = engine;
    }

    /** What to send: the meter may want less of it than was asked for. Throws what it throws. */
    HttpRequest request(HttpRequest asked) {
        HttpMeter.Reading meter = reading;
        if (meter == null) {
            return asked;
        }
        CallContext previous = context.enter();
        try {
            return meter.request(asked);
        } finally {
            CallContext.leave(previous);
        }
    }

    /** Nothing is sent. */
    void neverSent() {
        tellTheEnd(HttpMeter.Reading::neverSent);
    }

    <T extends @Nullable Object> HttpResponse.BodyHandler<T> around(HttpResponse.BodyHandler<T> handler) {
        return answer -> {
            answered(answer);
            return new Subscriber<>(handler.apply(answer));
        };
    }

    private void answered(HttpResponse.ResponseInfo answer) {
        tell(meter -> meter.answered(answer));
    }

    private void passed(List<ByteBuffer> parts) {
        tell(meter -> {
            for (int i = 0; i < parts.size(); i++) {
                meter.body(parts.get(i).asReadOnlyBuffer());
            }
        });
    }

    void ended(@Nullable Throwable failure) {
        tellTheEnd(meter -> meter.ended(failure));
    }

    // Not with the monitor: who hears of the end may wait for another thread that closes the same body.
    private void tellTheEnd(Telling telling) {
        HttpMeter.Reading meter;
        synchronized (this) {
            meter = reading;
            reading = null;
        }
        if (meter != null) {
            tell(meter, telling);
        }
    }

    // Bytes come on the client's threads, and whoever reads them may close their source on another one.
    private synchronized void tell(Telling telling) {
        HttpMeter.Reading meter = reading;
        if (meter != null) {
            tell(meter, telling);
        }
    }

    private void tell(HttpMeter.Reading meter, Telling telling) {
        CallContext previous = context.enter();
        try {
            telling.to(meter);
        } catch (Throwable fault) {
            engine.meterFailed(fault);
        } finally {
            CallContext.leave(previous);
        }
    }

    private interface Telling {
        void to(HttpMeter.Reading meter);
    }

    private final class Subscriber<T extends @Nullable Object> implements HttpResponse.BodySubscriber<T> {
        private final HttpResponse.BodySubscriber<T> asked;

        Subscriber(HttpResponse.BodySubscriber<T> asked) {
            this.asked = asked;
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
                    ended(new CancellationException("the rest of the body is not wanted"));
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            passed(parts);
            asked.onNext(parts);
        }

        @Override
        public void onError(Throwable failure) {
            ended(failure);
            asked.onError(failure);
        }

        @Override
        public void onComplete() {
            ended(null);
            asked.onComplete();
        }
    }
}
