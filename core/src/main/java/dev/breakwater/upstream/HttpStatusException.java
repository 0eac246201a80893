/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The upstream answered, but with a status that is no answer to the call. */
public final class HttpStatusException extends IOException implements RetryAfter {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable HttpResponse<?> response;
    private final int status;
    private final @Nullable Duration retryAfter;

    HttpStatusException(HttpResponse<?> response, Instant now) {
        super("status " + response.statusCode());
        this.response = response;
        status = response.statusCode();
        retryAfter = retryAfter(response, now);
    }

    /**
     * For adapters of other clients, see {@link HttpSender}.
     *
     * @param wait the answer's {@code Retry-After}, or null if it has none
     * @param now when it was read
     */
    public HttpStatusException(int status, @Nullable String wait, Instant now) {
        super("status " + status);
        this.status = status;
        response = null;
        retryAfter = wait == null ? null : RetryAfterText.parse(wait, now);
    }

    private HttpStatusException(HttpStatusException other) {
        super(other.getMessage());
        status = other.status;
        response = null;
        retryAfter = other.retryAfter;
        setStackTrace(other.getStackTrace());
    }

    /** What may be kept and given to others. */
    HttpStatusException withoutResponse() {
        return response == null ? this : new HttpStatusException(this);
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response, Instant now) {
        String value = response.headers().firstValue("Retry-After").orElse(null);
        return value == null ? null : RetryAfterText.parse(value, now);
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** What its {@code Retry-After} asked for, from the moment it was thrown; null if it had none that can be read. */
    @Override
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Whether it tells of trouble on the upstream's side, which may pass, rather than of the request. */
    boolean isUpstreamsTrouble() {
        return status == 408 || status == 429 || status >= 500;
    }

    /** The whole answer of the JDK's client; null if it was another client, after serialization, and from the cache. */
    public @Nullable HttpResponse<?> response() {
        return response;
    }
}
