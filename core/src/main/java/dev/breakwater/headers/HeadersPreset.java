/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.List;
import java.util.Map;

/**
 * Where a {@link HeadersPolicy} starts from. All but {@link #NONE} send {@code Strict-Transport-Security} (two years with
 * subdomains, over TLS only), {@code X-Content-Type-Options: nosniff}, {@code X-Frame-Options: DENY},
 * {@code Cross-Origin-Opener-Policy: same-origin}, {@code X-Permitted-Cross-Domain-Policies: none},
 * {@code X-DNS-Prefetch-Control: off}, {@code X-XSS-Protection: 0} and a {@code Permissions-Policy} that switches every
 * powerful feature off, and never send {@code Server}, {@code X-Powered-By} and others that tell what the service is made
 * of.
 */
public enum HeadersPreset {
    /**
     * For services that answer with data: nothing may be loaded, framed, embedded or kept. The content security policy is
     * {@code default-src 'none'}; {@code Referrer-Policy: no-referrer}, {@code Cross-Origin-Embedder-Policy: require-corp},
     * {@code Cross-Origin-Resource-Policy: same-origin} and {@code Cache-Control: no-store, max-age=0} go with it.
     */
    API,
    /**
     * For pages: scripts run by the {@link CspNonce} of the request and load others, styles come from the page's origin or
     * have the nonce; everything else comes from the page's origin. {@code Origin-Agent-Cluster: ?1},
     * {@code Cross-Origin-Resource-Policy: same-origin} and {@code Referrer-Policy: strict-origin-when-cross-origin} go
     * with it.
     */
    HTML,
    /**
     * {@link #HTML}, with trusted types demanded and {@code Cross-Origin-Embedder-Policy: credentialless}: for pages
     * written for it.
     */
    HTML_STRICT,
    /**
     * For files that other sites' pages may embed: like {@link #API}, but with
     * {@code Cross-Origin-Resource-Policy: cross-origin}, and without {@code Cache-Control} and
     * {@code Cross-Origin-Embedder-Policy}.
     */
    STATIC,
    /** Nothing is sent and nothing stripped but what the policy itself says. */
    NONE;

    /** Header values by name in the order of sending; a fresh map. */
    Map<String, String> headers(boolean nonce) {
        return switch (this) {
            case API -> PresetHeaders.api();
            case HTML -> PresetHeaders.pages(nonce);
            case HTML_STRICT -> PresetHeaders.strictPages(nonce);
            case STATIC -> PresetHeaders.embeddable();
            case NONE -> Map.of();
        };
    }

    /** The headers that are never sent. */
    List<String> removed() {
        return this == NONE ? List.of() : RemovedNames.ALL;
    }

    boolean sendsHsts() {
        return this != NONE;
    }
}
