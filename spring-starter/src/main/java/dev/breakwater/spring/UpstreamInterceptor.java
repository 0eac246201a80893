/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import java.util.Objects;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Sends what a {@code RestClient} or {@code RestTemplate} sends through an upstream's pipeline. Statuses count as with
 * {@link dev.breakwater.upstream.UpstreamHttp}: 408, 429 and all from 500 tell of the upstream's trouble, may be tried
 * again as the method allows, and count for the breaker. The last answer is handed on whatever its status, so that
 * status handlers decide. Where there is no answer at all, whoever sent the request gets an {@link UpstreamException},
 * which neither client wraps. Nothing is cached. Immutable, safe for use by many threads.
 *
 * <pre>
 * RestClient prices = RestClient.builder()
 *         .requestInterceptor(UpstreamInterceptor.of(runtime.upstream("price-api")))
 *         .build();
 * </pre>
 *
 * <p>Add it after all other interceptors: what comes after it runs on a thread of the upstream, and in Spring 6 once for
 * all attempts. The body of an answer is read as part of each attempt, so that the deadline covers it, and its
 * connection is given back whatever becomes of it.
 */
public final class UpstreamInterceptor implements ClientHttpRequestInterceptor {
    /** Ten megabytes. */
    public static final int DEFAULT_MAX_BODY = 10 << 20;

    private final Upstream upstream;
    private final boolean streams;
    private final int maxBody;

    private UpstreamInterceptor(Upstream upstream, boolean streams, int maxBody) {
        this.upstream = upstream;
        this.streams = streams;
        this.maxBody = maxBody;
    }

    /** Sends through this upstream. */
    public static UpstreamInterceptor of(Upstream upstream) {
        return new UpstreamInterceptor(Objects.requireNonNull(upstream, "upstream"), false, DEFAULT_MAX_BODY);
    }

    /**
     * The same for answers that are long or never end, such as event streams: they are handed on as soon as they begin, and
     * the deadline covers no more than that. Of an answer that tells of trouble the first 256 KiB are kept.
     */
    public UpstreamInterceptor streaming() {
        return new UpstreamInterceptor(upstream, true, maxBody);
    }

    /**
     * The same with another bound of answers, which are kept in memory unless they are {@link #streaming()};
     * {@link #DEFAULT_MAX_BODY} otherwise. A longer one is a failure.
     *
     * @param bytes 1 and more
     */
    public UpstreamInterceptor maxBody(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxBody: " + bytes + " (expected: 1 byte and more)");
        }
        return new UpstreamInterceptor(upstream, streams, bytes);
    }

    /**
     * Makes the call.
     *
     * @throws UpstreamException if there is no answer
     */
    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution) {
        SpringSender sender = new SpringSender(request, body, execution, streams, maxBody);
        try {
            return sender.through(upstream).get();
        } catch (UpstreamException failure) {
            ClientHttpResponse last = sender.answered(failure.getCause());
            if (last != null) {
                return last;
            }
            throw failure;
        }
    }
}
