/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the container that a request is over. A filter needs it when the application fails or asks for an error
 * page: the status is settled only after the outermost filter has returned, perhaps by an error page, and the Servlet
 * API has no way to ask whether there is one. Undertow, which takes no listeners from filters, is asked about each request
 * that fails.
 */
final class RequestEnds implements ServletRequestListener {
    private final ErrorPages pages;
    private final @Nullable UndertowHooks undertow;
    private final boolean heard;

    private RequestEnds(ErrorPages pages, @Nullable UndertowHooks undertow, boolean heard) {
        this.pages = pages;
        this.undertow = undertow;
        this.heard = heard;
    }

    /** Of a container of which nothing is known and that tells nothing. */
    static RequestEnds unheard() {
        return new RequestEnds(ErrorPages.none(), null, false);
    }

    /** Begins to listen, if this container takes listeners at this time. */
    static RequestEnds listen(ServletContext context) {
        UndertowHooks undertow = UndertowHooks.of(context);
        if (undertow != null) {
            return new RequestEnds(ErrorPages.none(), undertow, false);
        }
        ErrorPages pages = ErrorPages.of(context);
        RequestEnds ends = new RequestEnds(pages, null, true);
        try {
            context.addListener(ends);
            return ends;
        } catch (IllegalStateException | UnsupportedOperationException | IllegalArgumentException tooLate) {
            return new RequestEnds(pages, null, false);
        }
    }

    /** Whether the container will say when this request, that of this thread, is over. */
    boolean follow(Passage passage) {
        return undertow == null ? heard : undertow.afterEnd(passage::end);
    }

    /** Has header rules laid down again before a failed response is sent, if this container clears headers unseen. */
    void restoreHeaders(Runnable layDown) {
        if (undertow != null) {
            undertow.beforeCommit(layDown);
        }
    }

    /**
     * Whether an async context completes although the application threw after beginning it, before it returned. Tomcat
     * drops the connection then, with nothing sent and no event but an {@code onError}.
     */
    boolean followFailedAsync() {
        return undertow != null || pages.areJettys();
    }

    /**
     * Whether the container goes on after this failure, and says when the request is over. Tomcat lets errors of the
     * machine's pass through all of its own code, and drops the connection with nothing sent.
     */
    boolean survive(Throwable fault) {
        return undertow != null || pages.areJettys() || !isOfTheMachine(fault);
    }

    private static boolean isOfTheMachine(Throwable fault) {
        return (fault instanceof VirtualMachineError && !(fault instanceof StackOverflowError))
                || fault.getClass().getName().equals("java.lang.ThreadDeath");
    }

    /** Whether a status sent by {@code sendError} stands when the application throws afterwards. Elsewhere that is a 500. */
    boolean keepSentErrors() {
        return pages.areJettys();
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        for (Passage passage = Passage.of(event.getServletRequest()); passage != null; passage = passage.outer()) {
            passage.destroyed(this, pages);
        }
    }
}
