/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.io.IOException;
import java.net.http.HttpResponse;

/** The upstream answered, but with a status that is no answer to the call. */
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

    /** Whether it tells of trouble on the upstream's side, which may pass, rather than of the request. */
    boolean isUpstreamsTrouble() {
        return status == 408 || status == 429 || status >= 500;
    }

    /** The whole answer; not there after serialization. */
    public HttpResponse<?> response() {
        return response;
    }
}
