/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/** Which bodies an event shows. */
public enum LoggedBodies {
    /** None. */
    OFF,
    /** Those of requests, as far as the application reads them. */
    REQUESTS,
    /** Those of responses. */
    RESPONSES,
    /** Both. */
    BOTH;

    boolean showRequests() {
        return this == REQUESTS || this == BOTH;
    }

    boolean showResponses() {
        return this == RESPONSES || this == BOTH;
    }
}
