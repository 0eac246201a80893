/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * Asynchronous work on a request that we may have to answer. When it is complete the container finishes the response on a
 * thread of its own, and on Tomcat says so only afterwards; so the gate is closed before.
 */
record GatedAsync(AsyncContext context, ResponseGate gate) implements AsyncContext {
    @Override
    public void complete() {
        gate.close();
        context.complete();
    }

    @Override
    public ServletRequest getRequest() {
        return context.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse();
    }

    // A dispatch is a thread of the container's that may finish the response.
    @Override
    public void dispatch() {
        gate.awaitTaking();
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        gate.awaitTaking();
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext target, String path) {
        gate.awaitTaking();
        context.dispatch(target, path);
    }

    @Override
    public void start(Runnable work) {
        context.start(work);
    }

    @Override
    public void addListener(AsyncListener listener) {
        context.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        context.addListener(listener, request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public void setTimeout(long millis) {
        context.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }
}
