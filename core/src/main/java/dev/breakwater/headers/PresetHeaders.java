/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values of the presets, each in the order of sending. HSTS is not among them: it has options of its own. */
final class PresetHeaders {
    // base-uri, form-action and frame-ancestors do not fall back to default-src.
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String PAGES = "; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final String SCRIPTS_BY_NONCE = "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; "
            + "style-src 'self' 'nonce-{nonce}'" + PAGES;

    private static final String SCRIPTS_BY_ORIGIN = "default-src 'none'; script-src 'self'; style-src 'self'" + PAGES;

    // Every powerful feature browsers have is off. sync-xhr stays on for the service's own pages, which would otherwise
    // break without a message.
    static final String PERMISSIONS = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), "
            + "clipboard-write=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), fullscreen=(), "
            + "gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), interest-cohort=(), "
            + "keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
            + "publickey-credentials-get=(), screen-wake-lock=(), serial=(), sync-xhr=(self), unload=(), usb=(), "
            + "web-share=(), xr-spatial-tracking=()";

    private PresetHeaders() {}

    static Map<String, String> api() {
        Map<String, String> headers = common(NOTHING, PERMISSIONS);
        headers.put(Names.REFERRER_POLICY, "no-referrer");
        headers.put("Cross-Origin-Embedder-Policy", "require-corp");
        headers.put(Names.CACHE_CONTROL, "no-store, max-age=0");
        return headers;
    }

    static Map<String, String> embeddable() {
        Map<String, String> headers = common(NOTHING, PERMISSIONS);
        headers.put(Names.REFERRER_POLICY, "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "cross-origin");
        return headers;
    }

    static Map<String, String> pages(boolean nonce) {
        return pages(nonce, "; upgrade-insecure-requests");
    }

    static Map<String, String> strictPages(boolean nonce) {
        Map<String, String> headers = pages(nonce, "; require-trusted-types-for 'script'; upgrade-insecure-requests");
        headers.put("Cross-Origin-Embedder-Policy", "credentialless");
        return headers;
    }

    private static Map<String, String> pages(boolean nonce, String more) {
        String permissions = PERMISSIONS
                .replace("fullscreen=()", "fullscreen=(self)")
                .replace("publickey-credentials-get=()", "publickey-credentials-get=(self)");
        Map<String, String> headers = common((nonce ? SCRIPTS_BY_NONCE : SCRIPTS_BY_ORIGIN) + more, permissions);
        if (nonce) {
            // Whoever reads the nonce makes it no-store. A page that was sent in part before it read the nonce is not
            // handed to anybody else without asking, either.
            headers.put(Names.CACHE_CONTROL, "no-cache");
        }
        headers.put(Names.REFERRER_POLICY, "strict-origin-when-cross-origin");
        headers.put("Origin-Agent-Cluster", "?1");
        return headers;
    }

    private static Map<String, String> common(String csp, String permissions) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Names.CSP, csp);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(Names.FRAME_OPTIONS, "DENY");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        // Does not keep other origins from fetching with CORS, only from embedding.
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("X-Permitted-Cross-Domain-Policies", "none");
        headers.put("X-DNS-Prefetch-Control", "off");
        headers.put(Names.XSS_PROTECTION, "0");
        headers.put(Names.PERMISSIONS_POLICY, permissions);
        return headers;
    }
}
