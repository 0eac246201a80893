/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Compresses what the application writes, as many applications' own filters do: through a wrapper of the response. */
final class WireGzipFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted == null
                || !accepted.contains("gzip")
                || request.getServletPath().startsWith("/async")) {
            chain.doFilter(request, response);
            return;
        }
        Compressed compressed = new Compressed(response);
        chain.doFilter(request, compressed);
        compressed.finish();
    }

    private static final class Compressed extends HttpServletResponseWrapper {
        private @Nullable Stream stream;
        private @Nullable PrintWriter writer;

        Compressed(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            if (stream == null) {
                setHeader("Content-Encoding", "gzip");
                addHeader("Vary", "Accept-Encoding");
                stream = new Stream(getResponse().getOutputStream());
            }
            return stream;
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            if (writer == null) {
                writer = new PrintWriter(getOutputStream());
            }
            return writer;
        }

        @Override
        public void setContentLength(int length) {
            // It would be that of the plain text.
        }

        @Override
        public void setContentLengthLong(long length) {
            // It would be that of the plain text.
        }

        @Override
        public void setIntHeader(String name, int value) {
            if (!name.equalsIgnoreCase("Content-Length")) {
                super.setIntHeader(name, value);
            }
        }

        @Override
        public void flushBuffer() throws IOException {
            if (writer != null) {
                writer.flush();
            }
            super.flushBuffer();
        }

        @Override
        public void reset() {
            super.reset();
            stream = null;
            writer = null;
        }

        @Override
        public void resetBuffer() {
            super.resetBuffer();
            stream = null;
            writer = null;
        }

        void finish() throws IOException {
            if (writer != null) {
                writer.flush();
            }
            if (stream != null) {
                stream.zipped.finish();
            }
        }
    }

    private static final class Stream extends ServletOutputStream {
        private final GZIPOutputStream zipped;

        Stream(OutputStream out) throws IOException {
            zipped = new GZIPOutputStream(out);
        }

        @Override
        public void write(int b) throws IOException {
            zipped.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
