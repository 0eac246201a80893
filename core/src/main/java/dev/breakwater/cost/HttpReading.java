/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.upstream.HttpMeter;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Measures one attempt while its answer passes. */
final class HttpReading implements HttpMeter.Reading {
    private final LlmReading call;
    private @Nullable Billing status;

    HttpReading(LlmReading call) {
        this.call = call;
    }

    /** The value of Content-Encoding, whose several lines are one list (RFC 9110 section 5.3). */
    static @Nullable String contentEncoding(HttpHeaders headers) {
        var lines = headers.allValues("content-encoding");
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    @Override
    public void answered(HttpResponse.ResponseInfo answer) {
        status = Billing.ofStatus(answer.statusCode());
        call.contentEncoding(contentEncoding(answer.headers()));
    }

    @Override
    public void body(ByteBuffer part) {
        if (status == Billing.ANSWERED) {
            call.read(part);
        }
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        switch (status == null ? Billing.ofUnanswered(failure) : status) {
            case ANSWERED -> answered(failure);
            case UNKNOWN -> call.unanswered();
            case NONE -> {
                // Nothing was done for it.
            }
        }
    }

    private void answered(@Nullable Throwable failure) {
        if (failure == null) {
            call.end();
        } else {
            call.breakOff();
        }
    }
}
