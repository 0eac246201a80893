/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a {@link HeadersPolicy} starts from. */
public enum HeadersPreset {
    /**
     * For services that answer with data: nothing may be loaded, framed or kept. Sent are
     * {@code Content-Security-Policy}, {@code Strict-Transport-Security} (two years with subdomains, over TLS only),
     * {@code X-Content-Type-Options}, {@code X-Frame-Options}, {@code Referrer-Policy}, the three
     * {@code Cross-Origin-*-Policy} headers, {@code X-Permitted-Cross-Domain-Policies}, {@code X-DNS-Prefetch-Control},
     * {@code X-XSS-Protection: 0}, {@code Cache-Control: no-store, max-age=0} and {@code Permissions-Policy}; never sent
     * are {@code Server}, {@code X-Powered-By} and others that tell what the service is made of.
     */
    API {
        @Override
        Map<String, String> headers() {
            return Api.headers();
        }

        @Override
        List<String> removed() {
            return Api.REMOVED;
        }
    },
    /** Nothing is sent and nothing stripped but what the policy itself says. */
    NONE {
        @Override
        Map<String, String> headers() {
            return new LinkedHashMap<>();
        }

        @Override
        List<String> removed() {
            return List.of();
        }
    };

    /** Header values by name in the order of sending; a fresh map. HSTS is not among them, it has options of its own. */
    abstract Map<String, String> headers();

    /** The headers that are never sent. */
    abstract List<String> removed();

    boolean sendsHsts() {
        return this == API;
    }

    private static final class Api {
        // What Java services and the frameworks below them say about themselves.
        private static final List<String> REMOVED = List.of(
                "Server", "X-Powered-By", "X-Application-Context", "X-Generator", "X-Version", "Liferay-Portal");

        // base-uri, form-action and frame-ancestors do not fall back to default-src.
        private static final String CSP =
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

        // Every powerful feature browsers have is off. sync-xhr stays on for the service's own pages, which would
        // otherwise break without a message.
        private static final String PERMISSIONS = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), "
                + "clipboard-write=(), cross-origin-isolated=(), display-capture=(), encrypted-media=(), fullscreen=(), "
                + "gamepad=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), interest-cohort=(), "
                + "keyboard-map=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
                + "publickey-credentials-get=(), screen-wake-lock=(), serial=(), sync-xhr=(self), unload=(), usb=(), "
                + "web-share=(), xr-spatial-tracking=()";

        private static Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(Names.CSP, CSP);
            headers.put("X-Content-Type-Options", "nosniff");
            headers.put(Names.FRAME_OPTIONS, "DENY");
            headers.put(Names.REFERRER_POLICY, "no-referrer");
            headers.put("Cross-Origin-Opener-Policy", "same-origin");
            headers.put("Cross-Origin-Embedder-Policy", "require-corp");
            // Does not keep other origins from fetching with CORS, only from embedding.
            headers.put("Cross-Origin-Resource-Policy", "same-origin");
            headers.put("X-Permitted-Cross-Domain-Policies", "none");
            headers.put("X-DNS-Prefetch-Control", "off");
            headers.put(Names.XSS_PROTECTION, "0");
            headers.put("Cache-Control", "no-store, max-age=0");
            headers.put(Names.PERMISSIONS_POLICY, PERMISSIONS);
            return headers;
        }
    }
}
