/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.WireCall;
import dev.breakwater.cost.WireMeter;
import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.upstream.SpendRefusedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * Measures the calls to language models that a {@code RestClient} or {@code RestTemplate} makes, and lets only those be made
 * that their budgets can pay for. What a call can cost is held before it is sent, the output it asks for is lowered to what
 * the budgets still allow, and it is settled when its answer has been read to the end or is closed. Requests to other places
 * pass untouched. A call that may not be made ends with a {@link SpendRefusedException}, which neither client wraps.
 * Immutable, safe for use by many threads.
 *
 * <pre>
 * RestClient openAi = RestClient.builder()
 *         .requestInterceptor(LlmRestInterceptor.of(meter)) // the bean LlmMeter
 *         .build();
 * </pre>
 *
 * <p>No client gets it by itself. Add it after other interceptors, those that repeat requests among them, so that each attempt
 * is held for by itself; but before {@link UpstreamInterceptor}, to which all attempts are one call. A call that it has
 * marked is not measured again by another one of this class. Use it over a request factory that is not metered itself.
 */
public final class LlmRestInterceptor implements ClientHttpRequestInterceptor {
    private final WireMeter meter;

    private LlmRestInterceptor(WireMeter meter) {
        this.meter = Objects.requireNonNull(meter, "meter");
    }

    /** Measures with this meter, such as the bean of that type. */
    public static LlmRestInterceptor of(LlmMeter meter) {
        return of(WireMeter.of(meter));
    }

    /** Measures with this meter. */
    public static LlmRestInterceptor of(WireMeter meter) {
        return new LlmRestInterceptor(meter);
    }

    /**
     * Makes the call.
     *
     * @throws SpendRefusedException if it may not be made
     */
    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        LlmEndpoint endpoint =
                isMeasured(request) ? null : meter.find(request.getMethod().name(), request.getURI());
        if (endpoint == null) {
            return execution.execute(request, body);
        }
        WireCall call = begin(endpoint, body);
        byte[] allowed = call.body();
        try {
            return measured(
                    execution.execute(new Measured(request, body, allowed), allowed == null ? body : allowed), call);
        } catch (IOException | RuntimeException | Error failed) {
            call.ended(failed);
            throw failed;
        }
    }

    private static boolean isMeasured(HttpRequest request) {
        HttpRequest inner = request;
        while (inner instanceof HttpRequestWrapper wrapper) {
            if (inner instanceof Measured) {
                return true;
            }
            inner = wrapper.getRequest();
        }
        return false;
    }

    /** Waits no longer than the budgets' store may take. */
    private WireCall begin(LlmEndpoint endpoint, byte[] body) {
        try {
            return meter.begin(endpoint, body, null, 1).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof SpendRefusedException refused ? refused : failed;
        }
    }

    private static ClientHttpResponse measured(ClientHttpResponse response, WireCall call) throws IOException {
        call.answered(response.getStatusCode().value(), response.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING));
        return new MeasuredResponse(response, call);
    }

    /** The request with the mark, and with the length of the body that is sent. */
    private static final class Measured extends HttpRequestWrapper {
        private final HttpHeaders headers = new HttpHeaders();

        Measured(HttpRequest request, byte[] asked, byte @Nullable [] allowed) {
            super(request);
            request.getHeaders().forEach(headers::addAll);
            if (allowed != null && !Arrays.equals(asked, allowed)) {
                headers.setContentLength(allowed.length);
            }
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
