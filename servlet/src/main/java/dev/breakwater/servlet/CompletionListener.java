/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Hears how the asynchronous part of a request ends. Containers forget listeners when asynchronous work begins anew after
 * a dispatch, and some call a listener twice that was added twice; the passage ends once all the same.
 */
final class CompletionListener implements AsyncListener {
    private final Passage passage;

    CompletionListener(Passage passage) {
        this.passage = passage;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        passage.lost(event.getThrowable());
        passage.end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        passage.timedOut();
    }

    @Override
    public void onError(AsyncEvent event) {
        passage.lost(event.getThrowable());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
