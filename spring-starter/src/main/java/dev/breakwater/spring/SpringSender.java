/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.HttpSender;
import dev.breakwater.upstream.HttpStatusException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/** A request of Spring's clients, with a body that can be sent again. For one call. */
final class SpringSender implements HttpSender<ClientHttpResponse> {
    private static final int ERROR_BODY = 256 << 10;

    private final HttpRequest request;
    private final byte[] body;
    private final ClientHttpRequestExecution execution;
    private final boolean streams;
    private final int maxBody;
    private volatile @Nullable Refused last;

    SpringSender(HttpRequest request, byte[] body, ClientHttpRequestExecution execution, boolean streams, int maxBody) {
        this.request = request;
        this.body = body;
        this.execution = execution;
        this.streams = streams;
        this.maxBody = maxBody;
    }

    @Override
    public String method() {
        return request.getMethod().name();
    }

    @Override
    public boolean hasHeader(String name) {
        return request.getHeaders().getFirst(name) != null;
    }

    @Override
    public ClientHttpResponse send(Map<String, String> more) throws IOException {
        HttpRequest sending = more.isEmpty() ? request : new Completed(request, more);
        ClientHttpResponse response = execution.execute(sending, body);
        try {
            if (isTrouble(response)) {
                throw refused(ReadResponse.beginning(response, streams ? Math.min(ERROR_BODY, maxBody) : maxBody));
            }
            return streams ? response : ReadResponse.whole(response, maxBody);
        } catch (IOException | RuntimeException | Error unread) {
            response.close();
            throw unread;
        }
    }

    private static boolean isTrouble(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        return status == 408 || status == 429 || status >= 500;
    }

    private HttpStatusException refused(ReadResponse response) {
        HttpStatusException failure = new HttpStatusException(
                response.getStatusCode().value(),
                response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER),
                TimeSource.system().now());
        last = new Refused(failure, response);
        return failure;
    }

    @Override
    public void drop(ClientHttpResponse answer) {
        answer.close();
    }

    /** The answer that led to this failure, if it was one that did. */
    @Nullable
    ClientHttpResponse answered(@Nullable Throwable failure) {
        Refused refused = last;
        return refused != null && refused.failure() == failure ? refused.response() : null;
    }

    private record Refused(HttpStatusException failure, ReadResponse response) {}

    /** The request with further fields, leaving the client's own as it is. */
    private static final class Completed extends HttpRequestWrapper {
        private final HttpHeaders headers = new HttpHeaders();

        Completed(HttpRequest request, Map<String, String> more) {
            super(request);
            request.getHeaders().forEach(headers::addAll);
            more.forEach(headers::set);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
