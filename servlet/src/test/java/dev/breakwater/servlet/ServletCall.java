/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.TestCall;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

record ServletCall(HttpServletRequest request, HttpServletResponse response) implements TestCall {
    @Override
    public String path() {
        return request.getServletPath();
    }

    @Override
    public @Nullable String query() {
        return request.getQueryString();
    }

    @Override
    public InputStream body() throws IOException {
        return request.getInputStream();
    }

    @Override
    public @Nullable Object published(String name) {
        return request.getAttribute(name);
    }

    @Override
    public void status(int status) {
        response.setStatus(status);
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        response.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.addHeader(name, value);
    }

    @Override
    public void sendError(int status) throws IOException {
        response.sendError(status);
    }

    @Override
    public void redirect(String location) throws IOException {
        response.sendRedirect(location);
    }

    @Override
    public void length(int bytes) {
        response.setContentLength(bytes);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        response.getOutputStream().write(bytes);
    }

    @Override
    public void flush() throws IOException {
        response.flushBuffer();
    }
}
