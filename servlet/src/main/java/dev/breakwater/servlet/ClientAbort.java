/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failure only says that the client went away. Containers have types of their own for it and the Servlet API
 * has none, so they are known by name. Undertow has none either: there it is the JDK's own exception, thrown within the
 * request's or the response's stream. Any other {@code IOException} may as well come from a database or another service,
 * and is a failure of the application.
 */
final class ClientAbort {
    private static final int DEEPEST_CAUSE = 8;

    private ClientAbort() {}

    static boolean is(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (isByName(cause.getClass().getName()) || isOfUndertowsStream(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isByName(String type) {
        return switch (type) {
            case "org.apache.catalina.connector.ClientAbortException",
                    "org.apache.coyote.CloseNowException",
                    "org.eclipse.jetty.io.EofException",
                    "org.eclipse.jetty.server.internal.HttpConnection$HttpEofException" -> true;
            default -> false;
        };
    }

    // Types of Undertow's own say something else, for example that a body is too large.
    private static boolean isOfUndertowsStream(Throwable cause) {
        if (!(cause instanceof IOException) || !cause.getClass().getName().startsWith("java.")) {
            return false;
        }
        for (StackTraceElement frame : cause.getStackTrace()) {
            if (isUndertowsStream(frame.getClassName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUndertowsStream(String type) {
        return type.equals("io.undertow.servlet.spec.ServletOutputStreamImpl")
                || type.equals("io.undertow.servlet.spec.ServletInputStreamImpl");
    }
}
