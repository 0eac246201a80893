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
    private final boolean isCut;

    private ReadResponse(HttpStatusCode status, String text, HttpHeaders headers, byte[] body, boolean isCut) {
        this.status = status;
        this.text = text;
        this.headers = headers;
        this.body = body;
        this.isCut = isCut;
    }

    /**
     * Reads it, and closes it if that succeeds.
     *
     * @throws IOException if it cannot be read, or is longer than that
     */
    static ReadResponse whole(ClientHttpResponse response, int maxBytes) throws IOException {
        ReadResponse read = beginning(response, maxBytes);
        if (read.isCut) {
            throw new IOException(
                    "the body is longer than " + maxBytes + " bytes (expected: at most that, since it is kept"
                            + " in memory; for longer ones use UpstreamInterceptor.streaming(), or raise maxBody)");
        }
        return read;
    }

    /** The same, but of a longer one only so much is read. */
    static ReadResponse beginning(ClientHttpResponse response, int maxBytes) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        response.getHeaders().forEach(headers::addAll);
        InputStream from = response.getBody();
        byte[] body = from.readNBytes(maxBytes);
        boolean isCut = body.length == maxBytes && from.read() >= 0;
        if (isCut) {
            headers.setContentLength(body.length);
        }
        ReadResponse read = new ReadResponse(response.getStatusCode(), response.getStatusText(), headers, body, isCut);
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
