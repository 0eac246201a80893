/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Reads a request's body as it comes: however slowly a client sends, no thread waits for it. */
final class Body implements ReadListener {
    private final ServletInputStream in;
    private final byte[] buffer = new byte[1024];
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

    private Body(ServletInputStream in) {
        this.in = in;
    }

    /** The body of a request that is asynchronous already; how long it may be is {@code request.max-body-size}. */
    static CompletableFuture<byte[]> of(HttpServletRequest request) throws IOException {
        Body body = new Body(request.getInputStream());
        body.in.setReadListener(body);
        return body.whole;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (in.isReady() && !in.isFinished()) {
            int length = in.read(buffer);
            if (length > 0) {
                read.write(buffer, 0, length);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        whole.complete(read.toByteArray());
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }
}
