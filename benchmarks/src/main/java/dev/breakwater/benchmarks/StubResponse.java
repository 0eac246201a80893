/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response without a container: keeps headers in arrays that are used again, so that it makes no garbage. */
final class StubResponse extends HttpServletResponseWrapper {
    private static final ServletOutputStream NOWHERE = new ServletOutputStream() {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("setWriteListener");
        }

        @Override
        public void write(int octet) {}

        @Override
        public void write(byte[] octets, int from, int count) {}
    };

    private final @Nullable String[] names = new String[64];
    private final @Nullable String[] values = new String[64];
    private int count;
    private int status = 200;

    StubResponse() {
        super(StubRequest.unused(HttpServletResponse.class));
    }

    void recycle() {
        Arrays.fill(names, 0, count, null);
        Arrays.fill(values, 0, count, null);
        count = 0;
        status = 200;
    }

    int headerCount() {
        return count;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        int at = find(name);
        if (at >= 0) {
            if (value != null) {
                values[at] = value;
            }
        } else if (value != null) {
            addHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        names[count] = name;
        values[count++] = value;
    }

    @Override
    public @Nullable String getHeader(String name) {
        int at = find(name);
        return at < 0 ? null : values[at];
    }

    @Override
    public Collection<String> getHeaders(String name) {
        int first = find(name);
        if (first < 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(1);
        for (int i = first; i < count; i++) {
            if (name.equalsIgnoreCase(names[i])) {
                lines.add(values[i]);
            }
        }
        return lines;
    }

    @Override
    public boolean containsHeader(String name) {
        return find(name) >= 0;
    }

    @Override
    public void setStatus(int code) {
        status = code;
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setContentType(String type) {
        setHeader("Content-Type", type);
    }

    @Override
    public void setContentLength(int length) {}

    @Override
    public @Nullable String getContentType() {
        return getHeader("Content-Type");
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return null;
    }

    @Override
    public Collection<String> getHeaderNames() {
        return List.of(Arrays.copyOf(names, count));
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return NOWHERE;
    }

    @Override
    public void flushBuffer() {}

    @Override
    public void resetBuffer() {}

    @Override
    public boolean isCommitted() {
        return false;
    }

    private int find(String name) {
        for (int i = 0; i < count; i++) {
            if (name.equalsIgnoreCase(names[i])) {
                return i;
            }
        }
        return -1;
    }
}
