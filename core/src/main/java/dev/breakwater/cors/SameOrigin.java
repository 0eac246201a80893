/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of the service's own pages from those of others. Browsers send an origin to a page's own service too,
 * with everything but GET and HEAD.
 *
 * <p>{@code Sec-Fetch-Site} decides if there is one: no page can set it, and it knows what no server can, such as which
 * page stands behind {@code Origin: null}. Its {@code none} is a request of the user or of an extension rather than of
 * any page. Browsers leave it out over plain HTTP and old ones always; then the host decides. A client that is no
 * browser can claim all of this, and gains nothing: it could leave out the origin as well.
 */
final class SameOrigin {
    private static final String HTTPS = "https://";
    private static final String HTTP = "http://";

    private SameOrigin() {}

    static boolean is(Exchange exchange, List<String> origins) {
        String site = exchange.header(CorsHeaders.FETCH_SITE);
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        return origins.size() == 1 && isHost(Caller.of(exchange), origins.get(0));
    }

    // Behind a proxy that nobody trusts, plain HTTP says nothing about the scheme the browser used; only what came by
    // TLS
    // is known to be so. The other way round there is nothing to gain: a page with TLS calls its own host without.
    private static boolean isHost(Caller caller, String origin) {
        if (origin.startsWith(HTTPS)) {
            return isHost(caller.host(), origin, HTTPS.length());
        }
        return !caller.isSecure() && origin.startsWith(HTTP) && isHost(caller.host(), origin, HTTP.length());
    }

    private static boolean isHost(@Nullable String host, String origin, int start) {
        int length = host == null ? 0 : lengthWithoutDefaultPort(host);
        return length > 0 && origin.length() == start + length && origin.regionMatches(true, start, host, 0, length);
    }

    // Browsers never send it; proxies that put a host together themselves do.
    private static int lengthWithoutDefaultPort(String host) {
        if (host.endsWith(":443")) {
            return host.length() - 4;
        }
        return host.endsWith(":80") ? host.length() - 3 : host.length();
    }
}
