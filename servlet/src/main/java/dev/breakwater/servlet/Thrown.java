/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import org.jspecify.annotations.Nullable;

/** What an application threw and nothing handled. */
final class Thrown {
    private Thrown() {}

    /** What its handler threw: frameworks wrap that, and the wrapper tells nobody anything. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof ServletException wrapper && wrapper.getRootCause() != null
                ? wrapper.getRootCause()
                : failure;
    }

    /**
     * The status that containers answer with. Servlet 6.0 section 10.9.2: an exception that nothing handles is a 500;
     * unavailability is a 503, or a 404 for good.
     */
    static int status(@Nullable Throwable failure) {
        if (failure instanceof UnavailableException unavailable) {
            return unavailable.isPermanent() ? 404 : 503;
        }
        return 500;
    }
}
