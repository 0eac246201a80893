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

    private final transient HttpResponse<?> response;
    private final int status;
    private final @Nullable Duration retryAfter;

    HttpStatusException(HttpResponse<?> response, Instant now) {
        super("status " + response.statusCode());
        this.response = response;
        status = response.statusCode();
        retryAfter = retryAfter(response, now);
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

    /** The whole answer; not there after serialization. */
    public HttpResponse<?> response() {
        return response;
    }
}
