/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.io.IOException;

/**
 * Thrown where the application reads a request's body that is longer than it may be. If nothing of the answer had been
 * sent, the client has its answer already, whatever the application does now; otherwise the answer is the application's.
 */
public final class RequestBodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long maxBytes;

    RequestBodyTooLargeException(long maxBytes) {
        super("request body: longer than " + maxBytes
                + " bytes (expected: at most that, as request.max-body-size says)");
        this.maxBytes = maxBytes;
    }

    /** How many bytes it may have. */
    public long maxBytes() {
        return maxBytes;
    }
}
