/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which headers every response carries, and which it never does. Starts from {@link HeadersPreset#API}. Immutable, safe
 * for use by many threads.
 *
 * <pre>{@code
 * HeadersPolicy.builder()
 *         .hstsPreload(true)
 *         .set("Cross-Origin-Resource-Policy", "cross-origin")
 *         .build();
 * }</pre>
 */
public final class HeadersPolicy {
    private final HeaderRules secure;
    private final HeaderRules plain;
    private final List<Problem> warnings;

    HeadersPolicy(HeaderRules secure, HeaderRules plain, List<Problem> warnings) {
        this.secure = secure;
        this.plain = plain;
        this.warnings = warnings;
    }

    /** Begins with {@link HeadersPreset#API}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A preset as it is. */
    public static HeadersPolicy of(HeadersPreset preset) {
        return builder().preset(preset).build();
    }

    /**
     * The rules that stand over a response.
     *
     * @param overTls whether the client used TLS
     */
    public HeaderRules rules(boolean overTls) {
        return overTls ? secure : plain;
    }

    /** What is doubtful about the policy but does not keep it from working. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** Collects a policy. Each method replaces what was said before; their order does not matter. For one thread. */
    public static final class Builder {
        private final Map<String, Setting> settings = new LinkedHashMap<>();
        private HeadersPreset preset = HeadersPreset.API;
        private @Nullable Duration hstsMaxAge;
        private boolean hstsIncludeSubdomains = true;
        private boolean hstsPreload;
        private boolean hstsDisabled;
        private List<String> removed = List.of();

        private Builder() {}

        /** What the policy starts from; {@link HeadersPreset#API} by default. */
        public Builder preset(HeadersPreset start) {
            preset = start;
            return this;
        }

        /** How long browsers insist on TLS; 730 days by default, and no HSTS at all under {@link HeadersPreset#NONE}. */
        public Builder hstsMaxAge(Duration duration) {
            hstsMaxAge = duration;
            return this;
        }

        /** Whether browsers insist on TLS for subdomains as well; true by default. */
        public Builder hstsIncludeSubdomains(boolean included) {
            hstsIncludeSubdomains = included;
            return this;
        }

        /**
         * Whether the domain may be put into the lists that browsers are shipped with; false by default, because it is
         * hard to undo.
         */
        public Builder hstsPreload(boolean listed) {
            hstsPreload = listed;
            return this;
        }

        /**
         * Makes browsers forget that they insisted on TLS ({@code max-age=0}). To send no HSTS at all, {@link #remove} it.
         */
        public Builder disableHsts() {
            hstsDisabled = true;
            return this;
        }

        /**
         * The content security policy, as its full text. {@code upgrade-insecure-requests} is sent over TLS only. Where
         * {@code frame-ancestors} is said here and frame options are not, these follow.
         */
        public Builder contentSecurityPolicy(String text) {
            return put("content-security-policy", Names.CSP, text);
        }

        /** A second policy that only reports; none by default. */
        public Builder contentSecurityPolicyReportOnly(String text) {
            return put("content-security-policy-report-only", Names.CSP_REPORT_ONLY, text);
        }

        /** {@code DENY} or {@code SAMEORIGIN}: who may frame. The preset's {@code frame-ancestors} follow. */
        public Builder frameOptions(String value) {
            return put("frame-options", Names.FRAME_OPTIONS, value);
        }

        /** The referrer policy, one or several tokens. */
        public Builder referrerPolicy(String value) {
            return put("referrer-policy", Names.REFERRER_POLICY, value);
        }

        /** The permissions policy, as its full text. */
        public Builder permissionsPolicy(String text) {
            return put("permissions-policy", Names.PERMISSIONS_POLICY, text);
        }

        /** {@code 0}, the default, or {@code omit}. */
        public Builder xssProtection(String value) {
            return put("xss-protection", Names.XSS_PROTECTION, value);
        }

        /** Sends this header too, or in place of the preset's. Applications can override it unless we pin that header. */
        public Builder set(String name, String value) {
            return put("set." + name, name, value);
        }

        /** Headers that are never sent, beside those the preset strips, whoever writes them; none by default. */
        public Builder remove(Collection<String> names) {
            removed = List.copyOf(names);
            return this;
        }

        // Space around a value is not part of it (RFC 9110 section 5.5), and folded texts in YAML end in a line break.
        private Builder put(String path, String name, String value) {
            settings.put(Names.key(name), new Setting(path, name, value.strip()));
            return this;
        }

        /**
         * The finished policy.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong
         */
        public HeadersPolicy build() {
            Problems problems = new Problems();
            Hsts hsts = hsts(problems);
            Compilation compilation = new Compilation(preset, List.copyOf(settings.values()), problems);
            compilation.remove(new ArrayList<>(removed));
            compilation.hsts(hsts);
            problems.throwIfInvalid();
            return compilation.policy();
        }

        private Hsts hsts(Problems problems) {
            if (hstsDisabled) {
                return new Hsts(Duration.ZERO, false, false);
            }
            Duration byDefault = preset.sendsHsts() ? Hsts.TWO_YEARS : null;
            Hsts hsts = new Hsts(hstsMaxAge == null ? byDefault : hstsMaxAge, hstsIncludeSubdomains, hstsPreload);
            hsts.check(problems);
            return hsts;
        }
    }
}
