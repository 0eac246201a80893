/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.upstream.MeteredClient;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, which measures the calls to language models that it makes, and makes only those that their budgets
 * can pay for: others fail with a {@link dev.breakwater.upstream.SpendRefusedException} before anything is sent. All other
 * requests pass untouched, and so does what is asked of the answer. Each request is a call of its own; what tries again
 * above this client makes several.
 *
 * <pre>
 * HttpClient client = MeteredHttpClient.of(HttpClient.newHttpClient(), meter);
 * </pre>
 *
 * <p>One layer measures a call, never two: an {@link dev.breakwater.upstream.UpstreamHttp} that has a meter uses the client
 * in this one. The body of a request is read if it was made of bytes or a text; with any other one, or a compressed one, the
 * call has no bound, and is refused while there is a budget. Safe for use by many threads.
 */
public final class MeteredHttpClient extends HttpClient implements MeteredClient {
    private final HttpClient client;
    private final WireMeter meter;

    private MeteredHttpClient(HttpClient client, WireMeter meter) {
        this.client = client;
        this.meter = meter;
    }

    /** A client that measures calls to the providers' own addresses. One that measures already is not measured twice. */
    public static MeteredHttpClient of(HttpClient client, LlmMeter meter) {
        return of(client, WireMeter.of(meter));
    }

    /** A client that measures what this meter finds. One that measures already is not measured twice. */
    public static MeteredHttpClient of(HttpClient client, WireMeter meter) {
        Objects.requireNonNull(client, "client");
        HttpClient plain = client instanceof MeteredClient metered ? metered.unmetered() : client;
        return new MeteredHttpClient(plain, Objects.requireNonNull(meter, "meter"));
    }

    @Override
    public HttpClient unmetered() {
        return client;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        LlmEndpoint endpoint = meter.find(request.method(), request.uri());
        return endpoint == null ? client.send(request, handler) : send(endpoint, request, handler);
    }

    private <T> HttpResponse<T> send(LlmEndpoint endpoint, HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        RequestBytes asked = RequestBytes.of(request);
        WireCall call = await(begin(endpoint, asked));
        try {
            return client.send(asked.with(request, call.body()), WireBody.around(handler, call));
        } catch (Throwable failure) {
            call.ended(failure);
            throw failure;
        }
    }

    private CompletionStage<WireCall> begin(LlmEndpoint endpoint, RequestBytes asked) {
        return meter.begin(endpoint, asked, UUID.randomUUID().toString(), 1);
    }

    private static WireCall await(CompletionStage<WireCall> begun) throws InterruptedException, IOException {
        CompletableFuture<WireCall> call = begun.toCompletableFuture();
        try {
            return call.get();
        } catch (InterruptedException interrupted) {
            // What is held later is given back; so is what was held at this very moment.
            if (!call.cancel(false)) {
                CompletableFuture<?> unused = call.thenAccept(WireCall::neverSent);
            }
            throw interrupted;
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IOException(refused.getCause());
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushed) {
        LlmEndpoint endpoint = meter.find(request.method(), request.uri());
        if (endpoint == null) {
            return client.sendAsync(request, handler, pushed);
        }
        RequestBytes asked = RequestBytes.of(request);
        return new WireFuture<T>(begin(endpoint, asked)).follow(call -> {
            return client.sendAsync(asked.with(request, call.body()), WireBody.around(handler, call), pushed);
        });
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }
}
