/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/**
 * Down when a GET is not answered with 2xx in time. Redirects are not followed, and no more than 16 KiB of a body are
 * read. Shared and critical unless {@code health.checks.NAME} says otherwise. Safe for use by many threads.
 */
public final class HttpCheck implements HealthCheck {
    private final String name;
    private final URI address;
    private final Duration timeout;
    private final IntPredicate expected;
    private final HttpClient client;

    private HttpCheck(Builder builder) {
        name = builder.name;
        address = builder.address;
        timeout = builder.timeout;
        expected = builder.expected;
        client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A check of this address, which has two seconds to answer with 2xx. */
    public static HttpCheck of(String name, URI address) {
        return builder(name, address).build();
    }

    /**
     * Begins a check.
     *
     * @param name of the component
     * @param address absolute, http or https
     */
    public static Builder builder(String name, URI address) {
        return new Builder(name, address);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scope scope() {
        return Scope.SHARED;
    }

    // A little more than the request has, so that it is the request that says what went wrong.
    @Override
    public Duration timeout() {
        return timeout.plusMillis(250);
    }

    @Override
    public HealthResult check() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Accept", "*/*")
                .build();
        int status = status(client.sendAsync(request, answer -> new BoundedBody()));
        return expected.test(status) ? HealthResult.up() : HealthResult.down("answered with status " + status);
    }

    // The request's own limit ends with the headers; a body that drips must not last longer.
    private int status(CompletableFuture<HttpResponse<Void>> answer) throws IOException, InterruptedException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms", late);
        } finally {
            answer.cancel(true);
        }
    }

    /** Puts a check together. Not for use by several threads. */
    public static final class Builder {
        private final String name;
        private final URI address;
        private Duration timeout = Duration.ofSeconds(2);
        private IntPredicate expected = status -> status >= 200 && status <= 299;

        private Builder(String name, URI address) {
            this.name = name;
            this.address = address;
        }

        /** How long it may take in all; two seconds by default. */
        public Builder timeout(Duration span) {
            timeout = span;
            return this;
        }

        /** Which status codes are well; 200 to 299 by default. */
        public Builder expects(IntPredicate well) {
            expected = well;
            return this;
        }

        /**
         * The check.
         *
         * @throws IllegalArgumentException if the address or the time limit cannot be
         */
        public HttpCheck build() {
            String scheme = address.getScheme();
            if (address.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                throw new IllegalArgumentException("address: " + address + " (expected: http or https, and a host)");
            }
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException(
                        "timeout: " + timeout + " (expected: more than nothing, at most an hour)");
            }
            return new HttpCheck(this);
        }
    }
}
