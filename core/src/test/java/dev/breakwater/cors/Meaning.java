/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.cors.Browser.Call;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a policy means, said again without any cleverness.
 *
 * @param origins as configured
 * @param methods as configured
 * @param headers as configured
 * @param credentials whether they are allowed
 */
record Meaning(List<String> origins, List<String> methods, List<String> headers, boolean credentials) {
    private static final Set<String> ALWAYS_METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> NORMALISED = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");
    private static final Set<String> ALWAYS_HEADERS = Set.of("accept", "accept-language", "content-language");

    CorsPolicy policy() {
        return CorsPolicy.builder()
                .allowedOrigins(origins)
                .allowedMethods(methods)
                .allowedHeaders(headers)
                .allowCredentials(credentials)
                .dangerouslyTolerateInsecureOrigins(true)
                .dangerouslyToleratePublicSuffixes(true)
                .build();
    }

    boolean allows(Call call) {
        boolean origin = origins.stream().anyMatch(allowed -> allows(allowed, call.origin()));
        boolean headersAllowed = call.headers().stream().allMatch(this::allowsHeader);
        return origin && allowsMethod(call.method()) && headersAllowed && (credentials || !call.credentialsIncluded());
    }

    private boolean allowsMethod(String method) {
        String sent = normalised(method);
        boolean named = methods.stream().map(Meaning::normalised).anyMatch(sent::equals);
        return ALWAYS_METHODS.contains(sent) || named || methods.contains("*");
    }

    private static String normalised(String method) {
        String upper = method.toUpperCase(Locale.ROOT);
        return NORMALISED.contains(upper) ? upper : method;
    }

    private boolean allowsHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean named = headers.stream().anyMatch(name::equalsIgnoreCase);
        boolean wildcard = headers.contains("*") && (credentials || !lower.equals("authorization"));
        return ALWAYS_HEADERS.contains(lower) || named || wildcard;
    }

    /** Takes both texts apart by hand and compares part by part. */
    static boolean allows(String pattern, String origin) {
        if (pattern.equals("*")) {
            return true;
        }
        String[] allowed = parts(pattern);
        String[] asked = parts(origin);
        return asked != null
                && allowed[0].equals(asked[0])
                && hostAllowed(allowed[1], asked[1])
                && portAllowed(allowed[2], asked[2], asked[0]);
    }

    /** Scheme, host and port; a port that is not there is null. */
    private static String[] parts(String origin) {
        int end = origin.indexOf("://");
        if (end < 0) {
            return null;
        }
        String authority = origin.substring(end + 3);
        int colon = authority.lastIndexOf(':');
        if (colon < authority.lastIndexOf(']')) {
            colon = -1;
        }
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return new String[] {origin.substring(0, end), host, colon < 0 ? null : authority.substring(colon + 1)};
    }

    private static boolean hostAllowed(String allowed, String asked) {
        if (!allowed.startsWith("*.")) {
            return allowed.equals(asked);
        }
        String parent = allowed.substring(1);
        if (!asked.endsWith(parent) || asked.length() > 253) {
            return false;
        }
        for (String label : asked.substring(0, asked.length() - parent.length()).split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63 || !label.chars().allMatch(Meaning::isLabel)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(int c) {
        return "abcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(c) >= 0;
    }

    private static boolean portAllowed(String allowed, String asked, String scheme) {
        if (allowed == null || asked == null) {
            return asked == null && (allowed == null || allowed.equals("*"));
        }
        if (!allowed.equals("*")) {
            return allowed.equals(asked);
        }
        if (asked.isEmpty() || asked.length() > 5 || !asked.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int port = Integer.parseInt(asked);
        int own = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        return asked.equals(Integer.toString(port)) && port > 0 && port <= 65_535 && port != own;
    }
}
