/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The response as the application sees it where we may answer in its place: all that changes it passes the gate. */
final class GatedResponse extends HttpServletResponseWrapper {
    private final WatchedResponse response;
    private final ResponseGate gate;
    private @Nullable GatedOutput output;
    private @Nullable GatedWriter writer;

    GatedResponse(WatchedResponse response, ResponseGate gate) {
        super(response);
        this.response = response;
        this.gate = gate;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        gate.write(() -> {
            ServletOutputStream own = super.getOutputStream();
            output = output == null || !output.isOf(own) ? new GatedOutput(own, gate) : output;
        });
        return output == null ? new GatedOutput(null, gate) : output;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        gate.write(() -> {
            PrintWriter own = super.getWriter();
            writer = writer == null || !writer.isOf(own) ? new GatedWriter(own, gate) : writer;
        });
        return writer == null ? new GatedWriter(null, gate) : writer;
    }

    /** Once we have answered, whatever the container has made of it. */
    @Override
    public boolean isCommitted() {
        return gate.taken() != null || super.isCommitted();
    }

    @Override
    public void addCookie(Cookie cookie) {
        gate.act(() -> super.addCookie(cookie));
    }

    @Override
    public void setCharacterEncoding(String name) {
        gate.act(() -> super.setCharacterEncoding(name));
    }

    @Override
    public void setContentLength(int length) {
        gate.act(() -> super.setContentLength(length));
    }

    @Override
    public void setContentLengthLong(long length) {
        gate.act(() -> super.setContentLengthLong(length));
    }

    @Override
    public void setContentType(String type) {
        gate.act(() -> super.setContentType(type));
    }

    @Override
    public void setBufferSize(int size) {
        gate.act(() -> super.setBufferSize(size));
    }

    @Override
    public void resetBuffer() {
        gate.act(() -> super.resetBuffer());
    }

    @Override
    public void reset() {
        gate.act(() -> super.reset());
    }

    @Override
    public void setLocale(Locale locale) {
        gate.act(() -> super.setLocale(locale));
    }

    @Override
    public void setDateHeader(String name, long date) {
        gate.act(() -> super.setDateHeader(name, date));
    }

    @Override
    public void addDateHeader(String name, long date) {
        gate.act(() -> super.addDateHeader(name, date));
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        gate.act(() -> super.setHeader(name, value));
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        gate.act(() -> super.addHeader(name, value));
    }

    @Override
    public void setIntHeader(String name, int value) {
        gate.act(() -> super.setIntHeader(name, value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        gate.act(() -> super.addIntHeader(name, value));
    }

    @Override
    public void setStatus(int status) {
        gate.act(() -> super.setStatus(status));
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        gate.act(() -> super.setTrailerFields(supplier));
    }

    @Override
    public void sendError(int status) throws IOException {
        gate.write(() -> super.sendError(status));
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        gate.write(() -> super.sendError(status, message));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        gate.write(() -> super.sendRedirect(location));
    }

    /** Overrides Servlet 6.1's method of this name, as {@link WatchedResponse} does. */
    public void sendRedirect(String location, int status) throws IOException {
        gate.write(() -> response.sendRedirect(location, status));
    }

    /** Overrides Servlet 6.1's method of this name, as {@link WatchedResponse} does. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        gate.write(() -> response.sendRedirect(location, clearBuffer));
    }

    /** Overrides Servlet 6.1's method of this name, as {@link WatchedResponse} does. */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        gate.write(() -> response.sendRedirect(location, status, clearBuffer));
    }

    @Override
    public void flushBuffer() throws IOException {
        gate.write(() -> super.flushBuffer());
    }
}
