/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls an upstream with the JDK's HTTP client. Requests made for a request of ours carry its {@code traceparent} (W3C
 * Trace Context) and {@code X-Request-Id}, unless they set these themselves. A status outside 200 to 399 is a failure, an
 * {@link HttpStatusException}: it is never kept in the cache, and the fallback answers. Those that tell of the upstream's
 * trouble, 408, 429 and all from 500, may be tried again and count for the breaker; the others do neither. No thread is held while a call waits. Immutable, safe for use by many
 * threads.
 *
 * <pre>
 * UpstreamHttp http = UpstreamHttp.of(upstream, HttpClient.newHttpClient());
 * Price price = http.call(request, BodyHandlers.ofString())
 *         .map(answer -&gt; Price.parse(answer.body()))
 *         .get();
 * </pre>
 *
 * <p>With a handler that streams, such as {@code ofInputStream}, the call ends when the answer's body begins: the deadline
 * covers no more than that, and the permit is given back then. The body of an answer that counts as failed, or that comes
 * when nobody waits any more, is closed.
 */
public final class UpstreamHttp {
    private final Upstream upstream;
    private final HttpClient client;
    private final @Nullable HttpMeter meter;
    private final IntPredicate accepted;

    private UpstreamHttp(Upstream upstream, HttpClient client, @Nullable HttpMeter meter, IntPredicate accepted) {
        this.upstream = upstream;
        this.client = client;
        this.meter = meter;
        this.accepted = accepted;
    }

    /** Guards calls of this client, which is not closed with the upstream. */
    public static UpstreamHttp of(Upstream upstream, HttpClient client) {
        return new UpstreamHttp(
                upstream, Objects.requireNonNull(client, "client"), null, status -> status >= 200 && status < 400);
    }

    /**
     * The same, measured by this meter, which may refuse attempts. A client that measures by itself, a {@link MeteredClient},
     * does not any more.
     */
    public UpstreamHttp meter(HttpMeter reader) {
        HttpClient plain = client instanceof MeteredClient metered ? metered.unmetered() : client;
        return new UpstreamHttp(upstream, plain, Objects.requireNonNull(reader, "meter"), accepted);
    }

    /**
     * The same, but these statuses are answers, and no others. For a price that may not exist: {@code accept(status ->
     * status == 200 || status == 404)}.
     */
    public UpstreamHttp accept(IntPredicate statuses) {
        return new UpstreamHttp(upstream, client, meter, Objects.requireNonNull(statuses, "statuses"));
    }

    /**
     * Describes a call.
     *
     * @param request sent anew with each attempt; its body's publisher must allow that if there may be several
     * @param answer what is made of the body
     */
    public <T extends @Nullable Object> Call<HttpResponse<T>> call(
            HttpRequest request, HttpResponse.BodyHandler<T> answer) {
        return Call.of(upstream, new HttpWork<>(client, request, answer, meter, upstream.engine()))
                .map(this::accepted);
    }

    private <T extends @Nullable Object> HttpResponse<T> accepted(HttpResponse<T> response) throws HttpStatusException {
        if (!accepted.test(response.statusCode())) {
            throw new HttpStatusException(response, upstream.engine().time().now());
        }
        return response;
    }
}
