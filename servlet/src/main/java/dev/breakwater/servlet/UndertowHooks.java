/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * What Undertow has to be asked for when a request has failed. It clears every header when an exception reaches it, and
 * calls no filter again if there is no error page; and it takes no listeners from a filter, not even from one that starts
 * with the server. So its own exchange is asked to call back, by reflection, because that is no part of the Servlet API.
 *
 * @param current gives the request context of this thread
 * @param exchange gives the exchange of a request context
 * @param beforeCommit adds what is called before the response is sent
 * @param afterEnd adds what is called when the exchange has ended
 * @param proceed lets the exchange's other listeners hear of its end, as each listener must
 */
record UndertowHooks(Method current, Method exchange, Method beforeCommit, Method afterEnd, Method proceed) {
    /** The hooks of this context's container, or null if it is another. */
    static @Nullable UndertowHooks of(ServletContext context) {
        Class<?> type = context.getClass();
        return type.getPackageName().equals("io.undertow.servlet.spec") ? find(type.getClassLoader()) : null;
    }

    private static @Nullable UndertowHooks find(@Nullable ClassLoader loader) {
        try {
            Class<?> requests = Class.forName("io.undertow.servlet.handlers.ServletRequestContext", false, loader);
            Class<?> exchanges = Class.forName("io.undertow.server.HttpServerExchange", false, loader);
            Class<?> committing = Class.forName("io.undertow.server.ResponseCommitListener", false, loader);
            Class<?> ending = Class.forName("io.undertow.server.ExchangeCompletionListener", false, loader);
            Class<?> next = Class.forName(ending.getName() + "$NextListener", false, loader);
            return new UndertowHooks(
                    requests.getMethod("requireCurrent"),
                    requests.getMethod("getExchange"),
                    exchanges.getMethod("addResponseCommitListener", committing),
                    exchanges.getMethod("addExchangeCompleteListener", ending),
                    next.getMethod("proceed"));
        } catch (ReflectiveOperationException otherVersion) {
            return null;
        }
    }

    /** Runs this just before the response to this thread's request is sent, if it has not been yet. */
    void beforeCommit(Runnable work) {
        add(beforeCommit, (proxy, method, arguments) -> {
            work.run();
            return null;
        });
    }

    /**
     * Runs this when the exchange of this thread's request has ended, on any thread.
     *
     * @return false if it will not run
     */
    boolean afterEnd(Runnable work) {
        return add(afterEnd, (proxy, method, arguments) -> {
            try {
                work.run();
            } finally {
                proceed.invoke(arguments[1]);
            }
            return null;
        });
    }

    private boolean add(Method adder, InvocationHandler callback) {
        Class<?> listener = adder.getParameterTypes()[0];
        try {
            adder.invoke(
                    exchange.invoke(current.invoke(null)),
                    Proxy.newProxyInstance(listener.getClassLoader(), new Class<?>[] {listener}, callback));
            return true;
        } catch (IllegalAccessException | InvocationTargetException tooLate) {
            return false;
        }
    }
}
