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
import java.util.function.IntPredicate;

/**
 * Down when a GET is not answered with 2xx in time. Redirects are not followed, and no more than 16 KiB of a body are
 * read. Shared and critical unless {@code health.checks.NAME} says otherwise. It takes until it is interrupted: the time
 * limit is kept by whoever runs it. Safe for use by many threads.
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

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public HealthResult check() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Accept", "*/*").build();
        int status = status(client.sendAsync(request, answer -> new BoundedBody()));
        return expected.test(status) ? HealthResult.up() : HealthResult.down("answered with status " + status);
    }

    // Whoever runs the check interrupts it when its time is over, which may be another than it asked for.
    private int status(CompletableFuture<HttpResponse<Void>> answer) throws IOException, InterruptedException {
        try {
            return answer.get().statusCode();
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
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

        /** How long it may take in all unless {@code health.checks.NAME.timeout} says otherwise; two seconds by default. */
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
