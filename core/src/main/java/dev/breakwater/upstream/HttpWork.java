/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One HTTP request, sent once for each attempt. */
final class HttpWork<T extends @Nullable Object> implements Work<HttpResponse<T>> {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final HttpClient client;
    private final HttpRequest request;
    private final HttpResponse.BodyHandler<T> handler;
    private final @Nullable HttpMeter meter;
    private final Engine engine;
    private final String callId;

    HttpWork(
            HttpClient client,
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            @Nullable HttpMeter meter,
            Engine engine) {
        this(client, request, handler, meter, engine, "");
    }

    private HttpWork(
            HttpClient client,
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            @Nullable HttpMeter meter,
            Engine engine,
            String callId) {
        this.client = client;
        this.request = request;
        this.handler = handler;
        this.meter = meter;
        this.engine = engine;
        this.callId = callId;
    }

    @Override
    public Work<HttpResponse<T>> prepared() {
        String name = meter == null ? "" : UUID.randomUUID().toString();
        return new HttpWork<>(client, CorrelationHeaders.added(request), handler, meter, engine, name);
    }

    @Override
    public boolean isIdempotent() {
        return SentWork.isIdempotent(
                request.method(), request.headers().firstValue(IDEMPOTENCY_KEY).isPresent());
    }

    @Override
    public void begin(Attempt<HttpResponse<T>, ?> attempt, Engine unused, boolean onWorker) {
        HttpRequest sending = timed(attempt);
        if (meter == null) {
            CallContext unusedToo = attempt.context().keep();
            Stages.begin(attempt, Runnable::run, () -> client.sendAsync(sending, handler));
        } else {
            new MeteredStart<>(this, attempt, sending, meter, engine).begin(callId);
        }
    }

    private HttpRequest timed(Attempt<HttpResponse<T>, ?> attempt) {
        String header = attempt.deadlineHeader();
        return header == null ? request : DeadlineHeader.added(request, header, attempt.leftNanos());
    }

    /** Sends what the meter lets pass. */
    void send(Attempt<HttpResponse<T>, ?> attempt, HttpRequest sending, MeteredBody body) {
        // Nothing hangs on the sent request but the meter, which is to be heard before the caller goes on.
        Stages.begin(attempt, Runnable::run, () -> sent(sending, body));
    }

    private CompletableFuture<HttpResponse<T>> sent(HttpRequest sending, MeteredBody body) {
        CompletableFuture<HttpResponse<T>> sent;
        try {
            sent = client.sendAsync(sending, body.around(handler));
        } catch (Throwable fault) {
            body.ended(fault);
            throw fault;
        }
        return toldFirst(body, sent);
    }

    /** The same answer, after the meter has heard how it ended: whoever sees the answer may end the request. */
    private static <T extends @Nullable Object> CompletableFuture<HttpResponse<T>> toldFirst(
            MeteredBody body, CompletableFuture<HttpResponse<T>> sent) {
        CompletableFuture<HttpResponse<T>> told = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return sent.cancel(mayInterrupt);
            }
        };
        CompletableFuture<?> unused = sent.whenComplete((response, failure) -> {
            if (failure == null) {
                told.complete(response);
            } else {
                body.ended(Failures.unwrapped(failure));
                told.completeExceptionally(failure);
            }
        });
        return told;
    }

    /** A body that nobody reads would hold its connection. */
    @Override
    public void drop(HttpResponse<T> response) {
        Object body = response.body();
        try {
            if (body instanceof AutoCloseable open) {
                open.close();
            } else if (body instanceof Flow.Publisher<?> unread) {
                cancel(unread);
            }
        } catch (Exception closed) {
            // It was to go anyway.
        }
    }

    private static <I> void cancel(Flow.Publisher<I> unread) {
        unread.subscribe(new Canceller<>());
    }

    /** Wants nothing. */
    private static final class Canceller<I> implements Flow.Subscriber<I> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(I item) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
