/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Hears from the container that a request is over. A filter needs it when the application fails or asks for an error
 * page: the status is settled only after the outermost filter has returned, perhaps by an error page, and the Servlet
 * API has no way to ask whether there is one.
 */
final class RequestEnds implements ServletRequestListener {
    private final ErrorPages pages;
    private final boolean heard;

    private RequestEnds(ErrorPages pages, boolean heard) {
        this.pages = pages;
        this.heard = heard;
    }

    /** Of a container of which nothing is known and that tells nothing. */
    static RequestEnds unheard() {
        return new RequestEnds(ErrorPages.none(), false);
    }

    /** Begins to listen, if this container takes listeners at this time. */
    static RequestEnds listen(ServletContext context) {
        ErrorPages pages = ErrorPages.of(context);
        RequestEnds ends = new RequestEnds(pages, true);
        try {
            context.addListener(ends);
            return ends;
        } catch (IllegalStateException | UnsupportedOperationException | IllegalArgumentException tooLate) {
            return new RequestEnds(pages, false);
        }
    }

    /** Whether the container will tell that a request is over. */
    boolean areHeard() {
        return heard;
    }

    /**
     * Whether an async context completes although the application threw after beginning it, before it returned. Tomcat
     * drops the connection then, with nothing sent and no event but an {@code onError}.
     */
    boolean followFailedAsync() {
        return pages.areJettys();
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        for (Passage passage = Passage.of(event.getServletRequest()); passage != null; passage = passage.outer()) {
            passage.destroyed(this, pages);
        }
    }
}
