/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.okhttp;

import dev.breakwater.cost.WireCall;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** An answer's body that is measured while it is read. */
final class MeteredBody extends ResponseBody {
    private final ResponseBody body;
    private final BufferedSource source;

    MeteredBody(ResponseBody body, WireCall call) {
        this.body = body;
        source = Okio.buffer(new MeteredSource(body.source(), body.contentLength(), call));
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public BufferedSource source() {
        return source;
    }
}
