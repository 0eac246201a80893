/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request as the application sees it. Differs from the container's in three places. Where asynchronous work begins,
 * it is handed the response that the application has, where the container would hand out its own and the header rules
 * would not stand over it. The body is held to its limit, if there is one. And what is included cannot lose our headers.
 */
final class HeldRequest extends HttpServletRequestWrapper {
    private final Passage passage;
    private final HttpServletResponse response;
    private final Limits limits;
    private final @Nullable HeldBody body;

    HeldRequest(HttpServletRequest request, HttpServletResponse response, Passage passage, Limits limits) {
        super(request);
        this.response = response;
        this.passage = passage;
        this.limits = limits;
        body = limits.body();
    }

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse given) {
        AsyncContext context = super.startAsync(request, given);
        passage.await(context);
        return limits.seen(context);
    }

    @Override
    public @Nullable RequestDispatcher getRequestDispatcher(String path) {
        RequestDispatcher dispatcher = super.getRequestDispatcher(path);
        return dispatcher == null ? null : new HeldDispatcher(dispatcher, passage);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return limits.seen(super.getAsyncContext());
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return body == null ? super.getInputStream() : body.stream();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return body == null ? super.getReader() : body.reader();
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        if (body != null) {
            body.partsWanted();
        }
        Collection<Part> parts = super.getParts();
        if (body != null) {
            body.partsTaken();
        }
        return parts;
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        if (body != null) {
            body.partsWanted();
        }
        Part part = super.getPart(name);
        if (body != null) {
            body.partsTaken();
        }
        return part;
    }

    @Override
    public @Nullable String getParameter(String name) {
        Map<String, String[]> own = ownParameters();
        if (own == null) {
            return taken(super.getParameter(name));
        }
        String[] values = own.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        Map<String, String[]> own = ownParameters();
        if (own == null) {
            return taken(super.getParameterValues(name));
        }
        String[] values = own.get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        Map<String, String[]> own = ownParameters();
        return own == null ? taken(super.getParameterNames()) : Collections.enumeration(own.keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> own = ownParameters();
        return own == null ? taken(super.getParameterMap()) : own;
    }

    private <T extends @Nullable Object> T taken(T parameters) {
        if (body != null) {
            body.parametersTaken();
        }
        return parameters;
    }

    private @Nullable Map<String, String[]> ownParameters() {
        return body == null ? null : body.parameters();
    }
}
