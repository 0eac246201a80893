/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * The request as the application sees it. Differs from the container's only where asynchronous work begins: such work is
 * handed the edited response, where the container would hand out its own and the header rules would not stand over it.
 */
final class HeldRequest extends HttpServletRequestWrapper {
    private final Passage passage;
    private final EditedResponse response;

    HeldRequest(HttpServletRequest request, EditedResponse response, Passage passage) {
        super(request);
        this.response = response;
        this.passage = passage;
    }

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse given) {
        AsyncContext context = super.startAsync(request, given);
        passage.await(context);
        return context;
    }
}
