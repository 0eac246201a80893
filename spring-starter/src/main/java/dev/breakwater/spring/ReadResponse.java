/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response that has been read to its end and holds no connection any more. Its body can be read again. */
final class ReadResponse implements ClientHttpResponse {
    private final HttpStatusCode status;
    private final String text;
    private final HttpHeaders headers;
    private final byte[] body;

    private ReadResponse(HttpStatusCode status, String text, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.text = text;
        this.headers = headers;
        this.body = body;
    }

    /** Reads it, and closes it if that succeeds. */
    static ReadResponse of(ClientHttpResponse response) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        response.getHeaders().forEach(headers::addAll);
        ReadResponse read = new ReadResponse(
                response.getStatusCode(),
                response.getStatusText(),
                headers,
                response.getBody().readAllBytes());
        response.close();
        return read;
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return status;
    }

    @Override
    public String getStatusText() {
        return text;
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() {
        return new ByteArrayInputStream(body);
    }

    @Override
    public void close() {}
}
