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
 * API has no way to ask whether there is one.
 */
final class RequestEnds implements ServletRequestListener {
    private final ErrorPages pages;

    private RequestEnds(ErrorPages pages) {
        this.pages = pages;
    }

    /** Begins to listen, or null if this container takes no listeners at this time. */
    static @Nullable RequestEnds listen(ServletContext context) {
        RequestEnds ends = new RequestEnds(ErrorPages.of(context));
        try {
            context.addListener(ends);
            return ends;
        } catch (IllegalStateException | UnsupportedOperationException | IllegalArgumentException tooLate) {
            return null;
        }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        for (Passage passage = Passage.of(event.getServletRequest()); passage != null; passage = passage.outer()) {
            passage.destroyed(this, pages);
        }
    }
}
