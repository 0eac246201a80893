/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import dev.breakwater.cost.WireCall;
import dev.breakwater.cost.WireMeter;
import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.upstream.SpendRefusedException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Measures each request that goes to a model. */
final class MeteredHttpClient implements HttpClient {
    private final HttpClient client;
    private final WireMeter meter;

    MeteredHttpClient(HttpClient client, WireMeter meter) {
        this.client = client;
        this.meter = meter;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        LlmEndpoint endpoint = endpoint(request);
        if (endpoint == null) {
            return client.execute(request, options);
        }
        WireCall call = begin(endpoint, request);
        try {
            return metered(client.execute(allowed(request, call), options), call);
        } catch (RuntimeException | Error failed) {
            call.ended(failed);
            throw failed;
        }
    }

    /** Waits no longer than the budgets' store may take. */
    private WireCall begin(LlmEndpoint endpoint, HttpRequest request) {
        try {
            return meter.begin(endpoint, bytes(request), null, attempt(request))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof SpendRefusedException refused ? refused : failed;
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        LlmEndpoint endpoint = endpoint(request);
        if (endpoint == null) {
            return client.executeAsync(request, options);
        }
        CompletableFuture<WireCall> begun =
                meter.begin(endpoint, bytes(request), null, attempt(request)).toCompletableFuture();
        Pending answer = new Pending(begun);
        CompletableFuture<?> unused = begun.whenComplete((call, refused) -> {
            if (call == null) {
                answer.completeExceptionally(cause(refused));
            } else if (answer.isDone()) {
                call.neverSent();
            } else {
                send(request, options, call, answer);
            }
        });
        return answer;
    }

    private void send(HttpRequest request, RequestOptions options, WireCall call, Pending answer) {
        CompletableFuture<HttpResponse> sent;
        try {
            sent = client.executeAsync(allowed(request, call), options);
        } catch (Throwable failed) {
            fail(call, answer, failed);
            return;
        }
        answer.cancels(sent);
        CompletableFuture<?> unused = sent.whenComplete((response, failed) -> {
            if (failed != null) {
                fail(call, answer, failed);
            } else {
                hand(response, call, answer);
            }
        });
    }

    /** Whoever waits hears of it, whatever becomes of the telling. */
    private static void fail(WireCall call, Pending answer, Throwable failed) {
        try {
            call.ended(cause(failed));
        } finally {
            answer.completeExceptionally(failed);
        }
    }

    /** Whoever asked may have gone: then nobody else closes the answer. */
    private static void hand(HttpResponse response, WireCall call, Pending answer) {
        HttpResponse metered;
        try {
            metered = metered(response, call);
        } catch (Throwable broken) {
            fail(call, answer, broken);
            response.close();
            return;
        }
        if (!answer.complete(metered)) {
            metered.close();
        }
    }

    private @Nullable LlmEndpoint endpoint(HttpRequest request) {
        return meter.find(request.method().name(), URI.create(request.url()));
    }

    private static byte @Nullable [] bytes(HttpRequest request) {
        HttpRequestBody body = request.body().orElse(null);
        if (body == null) {
            return null;
        }
        try (body) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            body.writeTo(written);
            return written.toByteArray();
        }
    }

    private static HttpRequest allowed(HttpRequest request, WireCall call) {
        HttpRequestBody body = request.body().orElse(null);
        byte[] bytes = call.body();
        return body == null || bytes == null
                ? request
                : request.toBuilder()
                        .body(new BytesBody(bytes, body.contentType()))
                        .build();
    }

    /** The SDK counts from 0. */
    private static int attempt(HttpRequest request) {
        String retries = first(request.headers().values("X-Stainless-Retry-Count"));
        try {
            return retries == null ? 1 : 1 + Math.max(0, Integer.parseInt(retries));
        } catch (NumberFormatException other) {
            return 1;
        }
    }

    private static HttpResponse metered(HttpResponse response, WireCall call) {
        call.answered(response.statusCode(), first(response.headers().values("Content-Encoding")));
        return new MeteredResponse(response, call);
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.get(0);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @Override
    public void close() {
        client.close();
    }

    /** An answer that is waited for; whoever cancels it cancels the request behind it. */
    private static final class Pending extends CompletableFuture<HttpResponse> {
        private final CompletableFuture<WireCall> begun;
        private volatile @Nullable CompletableFuture<HttpResponse> sent;

        Pending(CompletableFuture<WireCall> begun) {
            this.begun = begun;
        }

        void cancels(CompletableFuture<HttpResponse> request) {
            sent = request;
            if (isCancelled()) {
                request.cancel(true);
            }
        }

        @Override
        public boolean cancel(boolean interrupt) {
            boolean cancelled = super.cancel(interrupt);
            CompletableFuture<HttpResponse> request = sent;
            begun.cancel(false);
            if (request != null) {
                request.cancel(interrupt);
            }
            return cancelled;
        }
    }
}
