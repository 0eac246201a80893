/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Counts what is written of the body, and nothing of what is thrown away before it is sent. */
abstract class TalliedResponse extends HttpServletResponseWrapper {
    private final ResponseTally tally;
    private @Nullable TalliedOutput output;
    private @Nullable TalliedWriter writer;

    TalliedResponse(HttpServletResponse response, ResponseTally tally) {
        super(response);
        this.tally = tally;
        tally.watch(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream own = super.getOutputStream();
        TalliedOutput current = output;
        if (current == null || !current.isOf(own)) {
            current = new TalliedOutput(own, tally, TalliedOutput.printed(own, getCharacterEncoding()));
            output = current;
        }
        return current;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter own = super.getWriter();
        TalliedWriter current = writer;
        if (current == null || !current.isOf(own)) {
            current = new TalliedWriter(own, tally, getCharacterEncoding(), TalliedWriter.formats(own, getLocale()));
            writer = current;
        }
        return current;
    }

    @Override
    public void flushBuffer() throws IOException {
        try {
            super.flushBuffer();
        } catch (IOException failure) {
            tally.failed(failure);
            throw failure;
        }
        tally.flushed();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        tally.restart();
    }

    @Override
    public void reset() {
        super.reset();
        tally.restart();
    }

    @Override
    public void sendError(int status) throws IOException {
        discard();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        discard();
        super.sendError(status, message);
    }

    // Beforehand, because Undertow may call the error page from within sendError.
    private void discard() {
        if (!isCommitted()) {
            tally.restart();
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        super.sendRedirect(location);
        tally.restart();
    }
}
