/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/** A running server. */
interface WebServer extends AutoCloseable {
    /** What is put into the servlet context of a server that is starting. */
    @FunctionalInterface
    interface Application {
        void start(ServletContext context) throws ServletException;
    }

    int port();
}
