/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header rules of one policy, prepared as far as they do not depend on the origin. Immutable.
 *
 * <p>Where a policy holds, who may read is ours to say: what the application writes of
 * {@code Access-Control-Allow-Origin} and {@code -Credentials} is never sent. Its own CORS support would otherwise add a
 * second value, which browsers refuse, or open to others what the policy keeps closed.
 */
final class CorsRules {
    private static final HeaderRules VARY_ORIGIN =
            HeaderRules.of(HeaderRule.merge(CorsHeaders.VARY, CorsHeaders.ORIGIN));
    // Some caches keep answers to OPTIONS though they should not; all three decide what such an answer says.
    private static final HeaderRules VARY_PREFLIGHT = HeaderRules.of(HeaderRule.merge(
            CorsHeaders.VARY,
            String.join(", ", CorsHeaders.ORIGIN, CorsHeaders.REQUEST_METHOD, CorsHeaders.REQUEST_HEADERS)));
    // What a request from an origin that is not allowed gets may depend on whether it is one of our own pages.
    private static final HeaderRules VARY_SITE =
            HeaderRules.of(HeaderRule.merge(CorsHeaders.VARY, CorsHeaders.ORIGIN + ", " + CorsHeaders.FETCH_SITE));
    private static final HeaderRules CREDENTIALS =
            HeaderRules.of(HeaderRule.pin(CorsHeaders.ALLOW_CREDENTIALS, "true"));
    private static final String ALLOWED = "allowed";
    private static final HeaderRules NO_CREDENTIALS = HeaderRules.of(HeaderRule.remove(CorsHeaders.ALLOW_CREDENTIALS));

    private final boolean credentials;
    private final boolean debug;
    private final HeaderRules actual;
    private final HeaderRules preflight;
    private final HeaderRules bare;
    private final HeaderRules bareBySite;

    private CorsRules(Builder builder) {
        credentials = builder.credentials;
        debug = builder.debug;
        // With a constant answer there is nothing to vary by (Fetch section 3.3.5, "CORS protocol and HTTP caches").
        HeaderRules vary = builder.constant ? HeaderRules.none() : VARY_ORIGIN;
        HeaderRules timing = list(CorsHeaders.TIMING_ALLOW_ORIGIN, builder.timing);
        actual = (builder.credentials ? CREDENTIALS : NO_CREDENTIALS)
                .and(list(CorsHeaders.EXPOSE_HEADERS, joined(builder.exposed)))
                .and(timing)
                .and(told(ALLOWED))
                .and(vary);
        preflight = (builder.credentials ? CREDENTIALS : HeaderRules.none())
                .and(pinned(CorsHeaders.ALLOW_METHODS, joined(builder.constant(builder.methods))))
                .and(pinned(CorsHeaders.ALLOW_HEADERS, joined(builder.constant(builder.headers))))
                .and(pinned(CorsHeaders.MAX_AGE, builder.maxAge))
                .and(told(ALLOWED))
                .and(VARY_PREFLIGHT);
        HeaderRules stripped = HeaderRules.of(
                        HeaderRule.remove(CorsHeaders.ALLOW_ORIGIN),
                        HeaderRule.remove(CorsHeaders.ALLOW_CREDENTIALS),
                        HeaderRule.remove(CorsHeaders.EXPOSE_HEADERS))
                .and(timing);
        bare = stripped.and(vary);
        bareBySite = stripped.and(VARY_SITE);
    }

    /** Begins without any header. */
    static Builder builder() {
        return new Builder();
    }

    boolean credentials() {
        return credentials;
    }

    /** For a response of the application that this origin may read. */
    HeaderRules actual(String origin) {
        return pinned(CorsHeaders.ALLOW_ORIGIN, origin).and(actual);
    }

    /** For the answer to this origin's preflight. */
    HeaderRules preflight(String origin) {
        return pinned(CorsHeaders.ALLOW_ORIGIN, origin).and(preflight);
    }

    /** For a response of the application that no other origin may read. */
    HeaderRules bare() {
        return bare;
    }

    /** The same, where it was looked whether the request is one of the service's own pages. */
    HeaderRules bareBySite() {
        return bareBySite;
    }

    /** Why the answer is what it is, for those who debug; nothing for everybody else. */
    HeaderRules told(String reason) {
        return debug ? pinned(CorsHeaders.REASON, reason) : HeaderRules.none();
    }

    /** For the answer to a preflight that is not allowed. */
    HeaderRules barePreflight() {
        return VARY_PREFLIGHT;
    }

    static HeaderRules pinned(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? HeaderRules.none() : HeaderRules.of(HeaderRule.pin(name, value));
    }

    private static HeaderRules list(String name, @Nullable String elements) {
        return elements == null || elements.isEmpty()
                ? HeaderRules.none()
                : HeaderRules.of(HeaderRule.merge(name, elements));
    }

    private static String joined(Collection<String> names) {
        return String.join(", ", names);
    }

    /** Collects what the rules say. */
    static final class Builder {
        private boolean debug;
        private boolean constant;
        private boolean credentials;
        private Set<String> methods = Set.of();
        private Set<String> headers = Set.of();
        private @Nullable String maxAge;
        private Set<String> exposed = Set.of();
        private @Nullable String timing;

        private Builder() {}

        Builder debug(boolean told) {
            debug = told;
            return this;
        }

        Builder origins(boolean sameForAll, boolean withCredentials) {
            constant = sameForAll;
            credentials = withCredentials;
            return this;
        }

        Builder preflight(Set<String> allowedMethods, Set<String> allowedHeaders, @Nullable String age) {
            methods = allowedMethods;
            headers = allowedHeaders;
            maxAge = age;
            return this;
        }

        Builder readable(Set<String> exposedHeaders, @Nullable String timingOrigins) {
            exposed = exposedHeaders;
            timing = timingOrigins;
            return this;
        }

        // With credentials * would be taken literally (Fetch section 4.9); what was asked for is named instead.
        private List<String> constant(Set<String> names) {
            return names.stream()
                    .filter(name -> !(credentials && name.equals(CorsHeaders.ANY)))
                    .toList();
        }

        CorsRules build() {
            return new CorsRules(this);
        }
    }
}
