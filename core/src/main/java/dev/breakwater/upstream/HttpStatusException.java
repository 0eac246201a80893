/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.io.IOException;
import java.net.http.HttpResponse;

/** The upstream answered with a status that says it could not do its work: 408, 429 or any from 500. */
public final class HttpStatusException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponse<?> response;
    private final int status;

    HttpStatusException(HttpResponse<?> response) {
        super("status " + response.statusCode());
        this.response = response;
        status = response.statusCode();
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** The whole answer; not there after serialization. */
    public HttpResponse<?> response() {
        return response;
    }
}
