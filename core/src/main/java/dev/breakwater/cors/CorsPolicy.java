/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which origins' pages may read the responses of some paths. A path without a policy shares nothing and is left alone.
 * Immutable, safe for use by many threads.
 *
 * <pre>{@code
 * CorsPolicy.builder()
 *         .paths(List.of("/api/**"))
 *         .allowedOrigins(List.of("https://app.example.com"))
 *         .allowedMethods(List.of("GET", "POST", "PUT"))
 *         .allowedHeaders(List.of("Content-Type", "Authorization"))
 *         .build();
 * }</pre>
 */
public final class CorsPolicy {
    private final List<PathPattern> paths;
    private final List<Problem> warnings;
    private final CorsAnswers answers;

    private CorsPolicy(List<PathPattern> paths, List<Problem> warnings, CorsAnswers answers) {
        this.paths = paths;
        this.warnings = warnings;
        this.answers = answers;
    }

    /** Begins a policy that allows no origin yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where the policy holds. */
    public List<PathPattern> paths() {
        return paths;
    }

    /** What is doubtful about the policy but does not keep it from working. */
    public List<Problem> warnings() {
        return warnings;
    }

    CorsAnswers answers() {
        return answers;
    }

    /** Collects a policy. Every method replaces what was said before. Not for use by several threads. */
    public static final class Builder {
        private List<String> paths = List.of("/**");
        private List<String> origins = List.of();
        private List<String> methods = List.of("GET", "HEAD", "POST");
        private List<String> headers = List.of();
        private List<String> exposed = List.of();
        private List<String> alwaysExposed = List.of();
        private List<String> timingOrigins = List.of();
        private boolean credentials;
        private boolean insecureOrigins;
        private boolean publicSuffixes;
        private @Nullable Duration maxAge;
        private OnDisallowed onDisallowed = OnDisallowed.PASS;
        private boolean debug;

        private Builder() {}

        /** Patterns over paths; every path by default. Where several policies match, the most specific pattern wins. */
        public Builder paths(Collection<String> patterns) {
            paths = List.copyOf(patterns);
            return this;
        }

        /**
         * The origins whose pages may read responses; required. An origin as browsers write it
         * ({@code https://app.example.com}), any depth of subdomains ({@code https://*.example.org}, without
         * {@code example.org} itself), any port ({@code http://localhost:*}), {@code *}, or {@code none} to share
         * nothing where a wider policy would.
         */
        public Builder allowedOrigins(Collection<String> allowed) {
            origins = List.copyOf(allowed);
            return this;
        }

        /**
         * The methods pages may use: {@code GET}, {@code HEAD} and {@code POST} by default, which browsers allow in any
         * case; {@code *} for all. Case-sensitive.
         */
        public Builder allowedMethods(Collection<String> allowed) {
            methods = List.copyOf(allowed);
            return this;
        }

        /**
         * The request headers pages may set beside those that browsers always let them; none by default, {@code *} for
         * all. Without credentials {@code *} does not cover {@code Authorization}, which has to be named.
         */
        public Builder allowedHeaders(Collection<String> allowed) {
            headers = List.copyOf(allowed);
            return this;
        }

        /** The response headers pages may read beside those they always can; none by default, {@code *} for all. */
        public Builder exposedHeaders(Collection<String> names) {
            exposed = List.copyOf(names);
            return this;
        }

        /** Response headers exposed in addition, for what other protections send. Empty by default. */
        public Builder alwaysExpose(List<String> names) {
            alwaysExposed = List.copyOf(names);
            return this;
        }

        /** Whether browsers may send cookies and pages read what comes back; false by default. */
        public Builder allowCredentials(boolean allowed) {
            credentials = allowed;
            return this;
        }

        /**
         * How long a browser may remember a preflight's answer: up to 24 hours, {@code -1s} for never. Nothing is sent by
         * default, and browsers remember it for 5 seconds.
         */
        public Builder maxAge(@Nullable Duration duration) {
            maxAge = duration;
            return this;
        }

        /**
         * Exact origins, or {@code *}, whose pages see the full timing of these resources; none by default. All of them
         * are sent on every response, because browsers do not send an origin with plain requests for images or scripts.
         */
        public Builder timingAllowOrigin(Collection<String> allowed) {
            timingOrigins = List.copyOf(allowed);
            return this;
        }

        /**
         * What becomes of requests from other origins; {@link OnDisallowed#PASS} by default. Handshakes of WebSockets are
         * refused with either, since no browser keeps what they carry from the page.
         */
        public Builder onDisallowed(OnDisallowed what) {
            onDisallowed = what;
            return this;
        }

        /**
         * Whether responses say in {@code Breakwater-Cors} what was decided and why, such as
         * {@code header-not-allowed:x-bad}; false by default. For development: it tells outsiders what the policy is.
         */
        public Builder debug(boolean told) {
            debug = told;
            return this;
        }

        /**
         * Lets origins without TLS use credentials. Anybody on the network between can then act as the signed-in user.
         * Never needed for {@code localhost}.
         */
        public Builder dangerouslyTolerateInsecureOrigins(boolean tolerated) {
            insecureOrigins = tolerated;
            return this;
        }

        /**
         * Lets subdomain wildcards stand below a domain under which anybody can register, such as
         * {@code https://*.co.uk} or {@code https://*.github.io} (publicsuffix.org).
         */
        public Builder dangerouslyToleratePublicSuffixes(boolean tolerated) {
            publicSuffixes = tolerated;
            return this;
        }

        /**
         * The finished policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong
         */
        public CorsPolicy build() {
            Problems problems = new Problems();
            List<PathPattern> patterns = patterns(problems);
            AllowedOrigins allowed = AllowedOrigins.of(
                    origins, new AllowedOrigins.Tolerance(credentials, insecureOrigins, publicSuffixes), problems);
            AllowedMethods allowedMethods = AllowedMethods.of(methods, problems);
            Set<String> allowedHeaders = HeaderNameCheck.requestHeaders(headers, credentials, problems);
            CorsRules rules = CorsRules.builder()
                    .debug(debug)
                    .origins(isSameForAll(allowed, problems), credentials)
                    .preflight(allowedMethods.names(), allowedHeaders, MaxAge.value(maxAge, problems))
                    .readable(exposed(problems), TimingOrigins.value(timingOrigins, problems))
                    .build();
            problems.throwIfInvalid();
            AllowedHeaders reader = new AllowedHeaders(allowedHeaders, credentials);
            return new CorsPolicy(
                    patterns,
                    problems.warnings(),
                    new CorsAnswers(allowed, allowedMethods, reader, rules, onDisallowed));
        }

        private boolean isSameForAll(AllowedOrigins allowed, Problems problems) {
            boolean rejects = onDisallowed == OnDisallowed.REJECT;
            if (rejects && allowed.any()) {
                problems.warning(
                        "BW-CORS-035",
                        "on-disallowed",
                        "reject",
                        "origins by name beside it",
                        "With * every origin is allowed, so nothing is rejected: name the origins, or leave it out.");
            }
            return allowed.any() || (allowed.none() && !rejects);
        }

        private List<PathPattern> patterns(Problems problems) {
            List<PathPattern> patterns = new ArrayList<>();
            for (int i = 0; i < paths.size(); i++) {
                PathPattern pattern = PathPattern.parse(paths.get(i), "paths[" + i + "]", problems);
                if (pattern != null) {
                    patterns.add(pattern);
                }
            }
            return paths.isEmpty() ? List.of(PathPattern.all()) : List.copyOf(patterns);
        }

        private Set<String> exposed(Problems problems) {
            Set<String> names = HeaderNameCheck.responseHeaders("exposed-headers", exposed, credentials, problems);
            names.addAll(HeaderNameCheck.responseHeaders("always-expose", alwaysExposed, credentials, problems));
            return names;
        }
    }
}
