/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import dev.breakwater.cost.WireCall;
import java.io.InputStream;

/** An answer that is measured while it is read. */
final class MeteredResponse implements HttpResponse {
    private final HttpResponse response;
    private final MeteredStream body;

    MeteredResponse(HttpResponse response, WireCall call) {
        this.response = response;
        body = new MeteredStream(response.body(), call);
    }

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public Headers headers() {
        return response.headers();
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        body.over();
        response.close();
    }
}
