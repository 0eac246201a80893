/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

/** What others send over https by default, to see that a judge can tell sets apart. */
final class Peers {
    static final Answer NOTHING = Answer.of("Content-Type: application/json");

    static final Answer HELMET = Answer.of(
            "Content-Security-Policy: default-src 'self';base-uri 'self';font-src 'self' https: data:;"
                    + "form-action 'self';frame-ancestors 'self';img-src 'self' data:;object-src 'none';"
                    + "script-src 'self';script-src-attr 'none';style-src 'self' https: 'unsafe-inline';"
                    + "upgrade-insecure-requests",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Resource-Policy: same-origin",
            "Origin-Agent-Cluster: ?1",
            "Referrer-Policy: no-referrer",
            "Strict-Transport-Security: max-age=31536000; includeSubDomains",
            "X-Content-Type-Options: nosniff",
            "X-DNS-Prefetch-Control: off",
            "X-Download-Options: noopen",
            "X-Frame-Options: SAMEORIGIN",
            "X-Permitted-Cross-Domain-Policies: none",
            "X-XSS-Protection: 0");

    static final Answer SPRING_SECURITY = Answer.of(
            "X-Content-Type-Options: nosniff",
            "X-XSS-Protection: 0",
            "Cache-Control: no-cache, no-store, max-age=0, must-revalidate",
            "Pragma: no-cache",
            "Expires: 0",
            "Strict-Transport-Security: max-age=31536000 ; includeSubDomains",
            "X-Frame-Options: DENY");

    static final Answer TOMCAT = Answer.of(
            "Strict-Transport-Security: max-age=0", "X-Frame-Options: DENY", "X-Content-Type-Options: nosniff");

    static final Answer OSHP = Answer.of(
            "Cache-Control: no-store, max-age=0",
            "Clear-Site-Data: \"cache\",\"cookies\",\"storage\"",
            "Content-Security-Policy: default-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; "
                    + "frame-ancestors 'none'; upgrade-insecure-requests",
            "Cross-Origin-Embedder-Policy: require-corp",
            "Cross-Origin-Opener-Policy: same-origin",
            "Cross-Origin-Resource-Policy: same-origin",
            "Permissions-Policy: accelerometer=(), autoplay=(), camera=(), cross-origin-isolated=(), "
                    + "display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), "
                    + "keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
                    + "publickey-credentials-get=(), screen-wake-lock=(), sync-xhr=(self), usb=(), web-share=(), "
                    + "xr-spatial-tracking=(), clipboard-read=(), clipboard-write=(), gamepad=(), hid=(), "
                    + "idle-detection=(), interest-cohort=(), serial=(), unload=()",
            "Referrer-Policy: no-referrer",
            "Strict-Transport-Security: max-age=63072000; includeSubDomains",
            "X-Content-Type-Options: nosniff",
            "X-DNS-Prefetch-Control: off",
            "X-Frame-Options: deny",
            "X-Permitted-Cross-Domain-Policies: none");

    private Peers() {}
}
