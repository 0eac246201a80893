/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says what is wrong with the header names of a policy. */
final class HeaderNameCheck {
    // Fetch section 2.2.2, "forbidden request-header"; names that begin with proxy- or sec- come on top.
    private static final Set<String> FORBIDDEN_IN_REQUESTS = Set.of(
            "accept-charset",
            "accept-encoding",
            "access-control-request-headers",
            "access-control-request-method",
            "connection",
            "content-length",
            "cookie",
            "cookie2",
            "date",
            "dnt",
            "expect",
            "host",
            "keep-alive",
            "origin",
            "referer",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");
    // Authorization is not among them: services that renew tokens answer with it.
    private static final Set<String> ONLY_IN_REQUESTS = Set.of(
            "accept-charset",
            "accept-language",
            "cookie",
            "cookie2",
            "expect",
            "from",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "origin",
            "proxy-authorization",
            "range",
            "referer",
            "te",
            "user-agent");
    private static final Set<String> NEVER_READABLE = Set.of("set-cookie", "set-cookie2");
    private static final String CORS_PREFIX = "access-control-";

    private HeaderNameCheck() {}

    /** The valid ones of the request headers a policy allows, each once. */
    static Set<String> requestHeaders(List<String> texts, boolean credentials, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            Entry entry = new Entry("allowed-headers[" + i + "]", texts.get(i), problems);
            if (isRequestHeader(entry, lower(entry))) {
                names.add(lower(entry));
            }
        }
        if (names.contains(CorsHeaders.ANY) && !credentials && !names.contains("authorization")) {
            problems.warning(
                    "BW-CORS-025",
                    "allowed-headers",
                    CorsHeaders.ANY,
                    "often Authorization beside *",
                    "* does not cover Authorization: add it if pages send it, else name the headers.");
        }
        return names;
    }

    private static boolean isRequestHeader(Entry entry, String name) {
        if (!HeaderSyntax.isToken(name)) {
            return entry.fault("BW-CORS-022", "a header name: one token", "Name one header per element.");
        }
        if (FORBIDDEN_IN_REQUESTS.contains(name) || name.startsWith("proxy-") || name.startsWith("sec-")) {
            return entry.fault(
                    "BW-CORS-023", "a header that pages can set", "Remove it: browsers do not let pages set it.");
        }
        return !name.startsWith(CORS_PREFIX)
                || entry.fault(
                        "BW-CORS-024", "a request header", "Remove it: it belongs into responses, and we write it.");
    }

    /** The valid ones of the response headers a policy exposes, each once. */
    static Set<String> responseHeaders(String key, List<String> texts, boolean credentials, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            Entry entry = new Entry(key + "[" + i + "]", texts.get(i), problems);
            if (isResponseHeader(entry, lower(entry), credentials)) {
                names.add(lower(entry));
            }
        }
        return names;
    }

    private static boolean isResponseHeader(Entry entry, String name, boolean credentials) {
        if (!HeaderSyntax.isToken(name)) {
            return entry.fault("BW-CORS-026", "a header name: one token", "Name one header per element.");
        }
        if (NEVER_READABLE.contains(name)) {
            return entry.fault(
                    "BW-CORS-027", "a header that pages can read", "Remove it: browsers never show cookies to pages.");
        }
        if (ONLY_IN_REQUESTS.contains(name) || name.startsWith(CORS_PREFIX) || name.startsWith("sec-")) {
            return entry.fault("BW-CORS-028", "a header of responses", "Remove it: no page reads it from a response.");
        }
        return !(credentials && name.equals(CorsHeaders.ANY))
                || entry.fault(
                        "BW-CORS-029",
                        "names, where credentials are allowed",
                        "With credentials * is taken literally: name the headers.");
    }

    private static String lower(Entry entry) {
        return entry.text().toLowerCase(Locale.ROOT);
    }
}
