/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm.anthropic;

import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.errors.AnthropicIoException;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A body that is held in full. */
final class BytesBody implements HttpRequestBody {
    private final byte[] bytes;
    private final @Nullable String contentType;

    BytesBody(byte[] bytes, @Nullable String contentType) {
        this.bytes = bytes;
        this.contentType = contentType;
    }

    @Override
    public void writeTo(OutputStream out) {
        try {
            out.write(bytes);
        } catch (IOException failed) {
            throw new AnthropicIoException("Request body failed", failed);
        }
    }

    @Override
    public @Nullable String contentType() {
        return contentType;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void close() {}
}
