/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.upstream.HttpMeter;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Measures one attempt while its answer passes. */
final class HttpReading implements HttpMeter.Reading {
    private final WireCall call;
    private final RequestBytes asked;

    HttpReading(WireCall call, RequestBytes asked) {
        this.call = call;
        this.asked = asked;
    }

    /** The value of Content-Encoding, whose several lines are one list (RFC 9110 section 5.3). */
    static @Nullable String contentEncoding(HttpHeaders headers) {
        var lines = headers.allValues("content-encoding");
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    @Override
    public HttpRequest request(HttpRequest request) {
        return asked.with(request, call.body());
    }

    @Override
    public void answered(HttpResponse.ResponseInfo answer) {
        call.answered(answer.statusCode(), contentEncoding(answer.headers()));
    }

    @Override
    public void body(ByteBuffer part) {
        call.read(part);
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        call.ended(failure);
    }

    @Override
    public void neverSent() {
        call.neverSent();
    }
}
