/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers report violations of the content security policies. One call of {@link HeaderChoices#reporting} says it
 * in all the words there are: {@code report-uri} for browsers that know no other, {@code report-to} and
 * {@code Reporting-Endpoints} for the rest. The latter two go out on secure requests only, because browsers read endpoints
 * from nobody else (Reporting API section 3.2), and one that knows {@code report-to} passes over {@code report-uri} beside
 * it. Immutable.
 */
public final class Reporting {
    /** The name of the endpoint. */
    static final String ENDPOINT = "breakwater";

    private final String address;

    private Reporting(String address) {
        this.address = address;
    }

    /**
     * A path of this service.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if it is none
     */
    public static Reporting toPath(String path) {
        Problems problems = new Problems();
        URI uri = parse(path);
        if (uri == null || !path.startsWith("/") || path.startsWith("//") || !isPlain(path)) {
            problems.error(
                    "BW-HEADERS-062",
                    "reporting.path",
                    path,
                    "a path such as /csp-reports",
                    "Begin with one slash, and percent-encode what is not a letter, digit or one of - . _ ~ /.");
        }
        problems.throwIfInvalid();
        return new Reporting(path);
    }

    /**
     * Another service.
     *
     * @param address absolute, over https: browsers report nowhere else
     * @throws dev.breakwater.policy.InvalidPolicyException if it is none
     */
    public static Reporting toEndpoint(String address) {
        Problems problems = new Problems();
        URI uri = parse(address);
        if (uri == null || !isHttps(uri) || !isPlain(address)) {
            problems.error(
                    "BW-HEADERS-062",
                    "reporting.endpoint",
                    address,
                    "an https address such as https://reports.example.com/csp",
                    "Browsers report over TLS only: give the whole address, without user and fragment, with %2C and %3B"
                            + " for , and ; in it.");
        }
        problems.throwIfInvalid();
        return new Reporting(address);
    }

    private static boolean isHttps(URI uri) {
        return "https".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
    }

    private static @Nullable URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    // It stands in a policy, where commas and semicolons end things, and in quotes.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == ',' || c == ';' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The policy, reporting here; one that says itself where it reports is left as it is. */
    ContentSecurityPolicy added(ContentSecurityPolicy policy, boolean secure) {
        if (policy.has(CspDirective.REPORT_URI) || policy.has(CspDirective.REPORT_TO)) {
            return policy;
        }
        ContentSecurityPolicy byAddress = policy.with(CspDirective.REPORT_URI, List.of(address));
        return secure ? byAddress.with(CspDirective.REPORT_TO, List.of(ENDPOINT)) : byAddress;
    }

    /** The value of {@code Reporting-Endpoints}. */
    String endpoints() {
        return ENDPOINT + "=\"" + address + '"';
    }

    /** The path or address. */
    @Override
    public String toString() {
        return address;
    }
}
