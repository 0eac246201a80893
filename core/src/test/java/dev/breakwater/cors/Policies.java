/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import java.time.Duration;
import java.util.List;

/** The policies that the tests ask. */
final class Policies {
    static final String APP = "https://app.example.com";

    private Policies() {}

    /** Every form of origin, with credentials. */
    static CorsPolicy.Builder credentialed() {
        return CorsPolicy.builder()
                .allowedOrigins(
                        List.of(APP, "https://*.example.org", "http://localhost:*", "https://[2001:db8::1]:8443"))
                .allowedMethods(List.of("PUT", "PATCH", "DELETE"))
                .allowedHeaders(List.of("Content-Type", "Authorization", "X-Foo"))
                .exposedHeaders(List.of("X-Rate"))
                .allowCredentials(true)
                .maxAge(Duration.ofMinutes(10));
    }

    /** Everything that can be open. */
    static CorsPolicy.Builder open() {
        return CorsPolicy.builder()
                .allowedOrigins(List.of("*"))
                .allowedMethods(List.of("*"))
                .allowedHeaders(List.of("*", "Authorization"))
                .exposedHeaders(List.of("*"));
    }

    static CorsGuard guard(CorsPolicy.Builder policy) {
        return new CorsGuard(List.of(policy.build()));
    }
}
