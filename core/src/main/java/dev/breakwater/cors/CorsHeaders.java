/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

/** The names of the CORS protocol (Fetch section 3.3), and of what stands beside it. */
final class CorsHeaders {
    static final String ORIGIN = "Origin";
    static final String REQUEST_METHOD = "Access-Control-Request-Method";
    static final String REQUEST_HEADERS = "Access-Control-Request-Headers";
    static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";
    static final String ALLOW_METHODS = "Access-Control-Allow-Methods";
    static final String ALLOW_HEADERS = "Access-Control-Allow-Headers";
    static final String EXPOSE_HEADERS = "Access-Control-Expose-Headers";
    static final String MAX_AGE = "Access-Control-Max-Age";
    static final String TIMING_ALLOW_ORIGIN = "Timing-Allow-Origin";
    static final String VARY = "Vary";
    static final String FETCH_SITE = "Sec-Fetch-Site";
    static final String REASON = "Breakwater-Cors";
    static final String ANY = "*";

    private CorsHeaders() {}
}
