/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.BodyTap;
import dev.breakwater.exchange.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** What has been read of a request's body. */
final class RequestTally extends Tally {
    private final HttpServletRequest request;

    RequestTally(Exchange exchange, HttpServletRequest request) {
        super(exchange, BodyTap.REQUEST);
        this.request = request;
    }

    @Override
    @Nullable
    String contentType() {
        return request.getContentType();
    }

    @Override
    @Nullable
    String contentEncoding() {
        return request.getHeader("Content-Encoding");
    }
}
