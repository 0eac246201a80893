/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether an error page will be called after the container has said that a request is over. Only Jetty does that:
 * it says so before it looks for an error page, and again after it has called one. So Jetty is asked for its error
 * pages, by reflection, because they are no part of the Servlet API; this happens only when a request has failed.
 */
final class ErrorPages {
    private static final ErrorPages NEVER = new ErrorPages(null);

    private final @Nullable Jetty jetty;

    private ErrorPages(@Nullable Jetty jetty) {
        this.jetty = jetty;
    }

    /** Of a container that has called its error page, if it has one, when it says that a request is over. */
    static ErrorPages none() {
        return NEVER;
    }

    static ErrorPages of(ServletContext context) {
        for (Class<?> type = context.getClass(); type != null; type = type.getSuperclass()) {
            String home = type.getPackageName();
            if (home.startsWith("org.eclipse.jetty.ee") && home.endsWith(".servlet")) {
                return ofJetty(context, type.getClassLoader(), home);
            }
        }
        return NEVER;
    }

    private static ErrorPages ofJetty(ServletContext context, @Nullable ClassLoader loader, String home) {
        try {
            Class<?> handlers = Class.forName(home + ".ServletContextHandler", false, loader);
            Class<?> errorHandler = Class.forName(home + ".ErrorHandler", false, loader);
            Class<?> mapper = Class.forName(home + ".ErrorHandler$ErrorPageMapper", false, loader);
            Object handler = handlers.getMethod("getServletContextHandler", ServletContext.class)
                    .invoke(null, context);
            return new ErrorPages(new Jetty(
                    handler,
                    handlers.getMethod("getErrorHandler"),
                    errorHandler.getMethod("errorPageForMethod", String.class),
                    mapper.getMethod("getErrorPage", Integer.class, Throwable.class)));
        } catch (ReflectiveOperationException otherVersion) {
            return NEVER;
        }
    }

    boolean areJettys() {
        return jetty != null;
    }

    /**
     * Whether an error page is going to be called.
     *
     * @param method the request's method
     * @param status the status the container will begin with
     * @param failure what the application threw, if it did
     */
    boolean follow(String method, int status, @Nullable Throwable failure) {
        return jetty != null && jetty.hasPage(method, status, failure);
    }

    private record Jetty(Object handler, Method errorHandler, Method forMethod, Method page) {
        boolean hasPage(String method, int status, @Nullable Throwable failure) {
            try {
                Object errors = errorHandler.invoke(handler);
                return page.getDeclaringClass().isInstance(errors)
                        && Boolean.TRUE.equals(forMethod.invoke(errors, method))
                        && page.invoke(errors, status, failure) != null;
            } catch (IllegalAccessException | InvocationTargetException otherVersion) {
                return false;
            }
        }
    }
}
