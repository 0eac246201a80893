/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Hears of every status before the container does, while headers can still be changed. */
abstract class WatchedResponse extends TalliedResponse {
    private boolean bodyBegun;

    WatchedResponse(HttpServletResponse response, ResponseTally tally) {
        super(response, tally);
    }

    /**
     * The status is about to be this one.
     *
     * @param mayReset whether a reset would lose nothing of the body
     */
    abstract void statusFollows(int status, boolean mayReset);

    /** Whether a reset would lose nothing of the body. */
    boolean mayReset() {
        return !bodyBegun;
    }

    @Override
    public void setStatus(int status) {
        statusFollows(status, mayReset());
        super.setStatus(status);
    }

    @Override
    public void sendError(int status) throws IOException {
        statusFollows(status, true);
        super.sendError(status);
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        statusFollows(status, true);
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        statusFollows(SC_FOUND, true);
        try {
            super.sendRedirect(location);
        } catch (IOException | RuntimeException refused) {
            statusFollows(getStatus(), false);
            throw refused;
        }
    }

    /** Overrides Servlet 6.1's method of this name; see the one with three parameters. */
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    /** Overrides Servlet 6.1's method of this name; see the one with three parameters. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    /**
     * Overrides Servlet 6.1's method of this name, by which a container sets a status that no wrapper sees. This module is
     * compiled against Servlet 6.0 and cannot call the container's own, so it does the same by other means.
     */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        if (status == SC_FOUND && clearBuffer) {
            sendRedirect(location);
            return;
        }
        if (isCommitted()) {
            throw new IllegalStateException("sendRedirect: the response is committed (expected: one that is not)");
        }
        if (clearBuffer) {
            resetBuffer();
        }
        statusFollows(status, clearBuffer || mayReset());
        super.setStatus(status);
        setHeader("Location", location);
        close();
    }

    private void close() throws IOException {
        try {
            super.getOutputStream().close();
        } catch (IllegalStateException writing) {
            super.getWriter().close();
        }
    }

    @Override
    public void reset() {
        super.reset();
        bodyBegun = false;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        bodyBegun = true;
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        bodyBegun = true;
        return super.getWriter();
    }
}
