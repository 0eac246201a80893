/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

/**
 * One allowed origin, parsed: {@code https://app.example.com}, {@code https://*.example.org} or
 * {@code http://localhost:*}. Every part is in the form in which browsers serialise it, so that a request's origin is
 * compared as it is, never normalised.
 *
 * @param text the whole as configured
 * @param scheme lower case
 * @param host without the leading {@code *.}; IPv6 in brackets
 * @param subdomains whether any depth of subdomains is meant, and not the host itself
 * @param port {@code :8443}, empty for the scheme's own port, or {@code :*}
 */
record OriginPattern(String text, String scheme, String host, boolean subdomains, String port) {
    static final String ANY_PORT = ":*";

    /** The longest origin a browser can send: scheme 64, host 253, port 5 and what stands between. */
    static final int MAX_LENGTH = 64 + 3 + HostSyntax.MAX_HOST + 6;

    boolean isExact() {
        return !subdomains && !port.equals(ANY_PORT);
    }

    /** Whether nobody between the browser and the origin's server can speak in its name. */
    boolean isSecure() {
        return scheme.equals("https") || HostSyntax.isLoopback(host);
    }

    /** Whether this serialised origin is meant. No allocation; work is bounded by the pattern and the host's length. */
    boolean matches(String origin) {
        int hostStart = scheme.length() + 3;
        if (!origin.startsWith(scheme) || !origin.startsWith("://", scheme.length())) {
            return false;
        }
        int hostEnd = subdomains ? subdomainsEnd(origin, hostStart) : hostStart + host.length();
        return hostEnd >= 0 && (subdomains || origin.startsWith(host, hostStart)) && portMatches(origin, hostEnd);
    }

    // The dot before the host must be there, and before it labels and nothing else: https://evil.com/x.example.org and
    // https://evil.com#.example.org end in .example.org as well.
    private int subdomainsEnd(String origin, int hostStart) {
        int colon = origin.indexOf(':', hostStart);
        int hostEnd = colon < 0 ? origin.length() : colon;
        int dot = hostEnd - host.length() - 1;
        boolean below = dot > hostStart && origin.charAt(dot) == '.' && origin.startsWith(host, dot + 1);
        boolean sound = hostEnd - hostStart <= HostSyntax.MAX_HOST && below;
        return sound && HostSyntax.areLabels(origin, hostStart, dot) ? hostEnd : -1;
    }

    private boolean portMatches(String origin, int hostEnd) {
        if (!port.equals(ANY_PORT)) {
            return origin.length() == hostEnd + port.length() && origin.startsWith(port, hostEnd);
        }
        return origin.length() == hostEnd
                || (origin.charAt(hostEnd) == ':' && PortSyntax.isSerialised(origin, hostEnd + 1, scheme));
    }
}
