/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

/** What becomes of a request from an origin that a policy does not allow. Preflights are refused either way. */
public enum OnDisallowed {
    /**
     * The application answers, and the browser keeps the answer from the page. What the request did is done: this
     * protects what is read, as CORS does, and is no protection against forged requests.
     */
    PASS,
    /** It is refused with 403 before the application sees it. */
    REJECT
}
