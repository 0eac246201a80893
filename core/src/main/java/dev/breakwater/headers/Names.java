/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderRule;
import java.util.Locale;
import java.util.Set;

/** The headers this package knows, and how each of them meets the application's own writes. */
final class Names {
    static final String CSP = "Content-Security-Policy";
    static final String CSP_REPORT_ONLY = "Content-Security-Policy-Report-Only";
    static final String HSTS = "Strict-Transport-Security";
    static final String FRAME_OPTIONS = "X-Frame-Options";
    static final String REFERRER_POLICY = "Referrer-Policy";
    static final String PERMISSIONS_POLICY = "Permissions-Policy";
    static final String XSS_PROTECTION = "X-XSS-Protection";
    static final String CACHE_CONTROL = "Cache-Control";
    static final String NO_STORE = "no-store";
    static final String CLEAR_SITE_DATA = "Clear-Site-Data";
    static final String REPORTING_ENDPOINTS = "Reporting-Endpoints";
    static final String REPORT_TO = "Report-To";

    /**
     * Pinned: promises about the whole service that no single response has a reason to take back. A page that sends a
     * second CSP or HSTS by accident, most often through a library, would weaken or break the first.
     *
     * <p>Reporting-Endpoints merges: it is a list of names, of which ours is one. Everything else is a default, because
     * some response does need another value: Cache-Control for what may be kept, X-Frame-Options and
     * Cross-Origin-Opener-Policy for a widget or a sign-in popup, Cross-Origin-Resource-Policy for a public image,
     * Referrer-Policy for a link that must carry it. None of them merges: a browser that meets two values of one of these
     * takes the stricter, the first or neither, as it likes.
     */
    private static final Set<String> PINNED = Set.of(
            "content-security-policy",
            "content-security-policy-report-only",
            "strict-transport-security",
            "x-content-type-options",
            "permissions-policy",
            "x-permitted-cross-domain-policies",
            "x-xss-protection");

    /** Not for a policy to say: the message's framing, the application's answer, or another protection's headers. */
    private static final Set<String> FOREIGN = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "keep-alive",
            "location",
            "retry-after",
            "set-cookie",
            "set-cookie2",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "vary",
            "www-authenticate");

    private Names() {}

    static HeaderRule rule(String name, String value) {
        if (key(name).equals(key(REPORTING_ENDPOINTS))) {
            return HeaderRule.merge(name, value);
        }
        if (key(name).equals(key(CLEAR_SITE_DATA))) {
            // Any page may have a browser ask for a logout, and be refused.
            return HeaderRule.byDefault(name, value).exceptOnErrors();
        }
        return keptOnlyIfThere(
                PINNED.contains(key(name)) ? HeaderRule.pin(name, value) : HeaderRule.byDefault(name, value));
    }

    /** The rule for a header that was said for one response. */
    static HeaderRule pinned(String name, String value) {
        return keptOnlyIfThere(HeaderRule.pin(name, value));
    }

    // What caches may do with a page they may not do with its absence, or with a refusal.
    private static HeaderRule keptOnlyIfThere(HeaderRule rule) {
        String value = rule.value();
        boolean isKept = key(rule.name()).equals(key(CACHE_CONTROL))
                && value != null
                && !key(value).contains(NO_STORE);
        return isKept ? rule.onErrors(NO_STORE) : rule;
    }

    /** Whether the header goes out over TLS only: browsers take it from nowhere else, or must not. */
    static boolean isForTlsOnly(String key) {
        return key.equals(key(CLEAR_SITE_DATA)) || key.equals(key(REPORTING_ENDPOINTS));
    }

    static boolean isForeign(String name) {
        return FOREIGN.contains(key(name)) || key(name).startsWith("access-control-");
    }

    /** Names compare without regard to case. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
