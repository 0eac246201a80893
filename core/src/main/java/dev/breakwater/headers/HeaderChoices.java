/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What can be said about headers, for a whole site or for some of its paths. Each method replaces what was said before by
 * the same method; their order does not matter. What is wrong is said when the policy is built. For one thread.
 *
 * @param <B> the type that is built with
 */
public abstract sealed class HeaderChoices<B extends HeaderChoices<B>>
        permits HeadersPolicy.Builder, HeadersPolicy.Rule {
    final Said said;

    HeaderChoices(Said said) {
        this.said = said;
    }

    abstract B self();

    /**
     * What it starts from; {@link HeadersPreset#API} by default for a site. A rule that says so starts afresh: it keeps
     * HSTS, what is removed, reporting and nonces as they are said for the site, and nothing else.
     */
    public B preset(HeadersPreset start) {
        said.preset = start;
        return self();
    }

    /** How long browsers insist on TLS; 730 days by default, and no HSTS at all under {@link HeadersPreset#NONE}. */
    public B hstsMaxAge(Duration duration) {
        said.hsts = said.hsts.withMaxAge(duration);
        return self();
    }

    /** Whether browsers insist on TLS for subdomains as well; true by default. */
    public B hstsIncludeSubdomains(boolean included) {
        said.hsts = said.hsts.withSubdomains(included);
        return self();
    }

    /**
     * Whether the domain may be put into the lists that browsers are shipped with; false by default, because it is hard to
     * undo.
     */
    public B hstsPreload(boolean listed) {
        said.hsts = said.hsts.withPreload(listed);
        return self();
    }

    /** Makes browsers forget that they insisted on TLS ({@code max-age=0}). To send no HSTS at all, {@link #remove} it. */
    public B disableHsts() {
        said.hsts = said.hsts.forgotten();
        return self();
    }

    /**
     * The content security policy, as its full text. {@code 'nonce-{nonce}'} stands for the nonce of each request, and
     * {@code upgrade-insecure-requests} is sent over TLS only. Where {@code frame-ancestors} is said here and frame
     * options are not, these follow.
     */
    public B contentSecurityPolicy(String text) {
        return put("content-security-policy", Names.CSP, text);
    }

    /** The content security policy. */
    public B contentSecurityPolicy(ContentSecurityPolicy policy) {
        return contentSecurityPolicy(policy.toString());
    }

    /** A second policy that only reports, beside the first; none by default. Both have the same nonce. */
    public B contentSecurityPolicyReportOnly(String text) {
        return put("content-security-policy-report-only", Names.CSP_REPORT_ONLY, text);
    }

    /** A second policy that only reports; none by default. */
    public B contentSecurityPolicyReportOnly(ContentSecurityPolicy policy) {
        return contentSecurityPolicyReportOnly(policy.toString());
    }

    /**
     * Whether requests have a {@link CspNonce}; true by default where the content security policy has a place for it. If
     * not, the html presets let in scripts and styles from the page's own origin instead, none of them inline.
     */
    public B nonce(boolean made) {
        said.nonce = made;
        return self();
    }

    /** Where browsers report violations of both content security policies; nowhere by default. */
    public B reporting(Reporting reports) {
        said.reporting = reports;
        return self();
    }

    /** {@code DENY} or {@code SAMEORIGIN}: who may frame. The preset's {@code frame-ancestors} follow. */
    public B frameOptions(String value) {
        return put("frame-options", Names.FRAME_OPTIONS, value);
    }

    /** The referrer policy, one or several tokens. */
    public B referrerPolicy(String value) {
        return put("referrer-policy", Names.REFERRER_POLICY, value);
    }

    /** The permissions policy, as its full text. */
    public B permissionsPolicy(String text) {
        return put("permissions-policy", Names.PERMISSIONS_POLICY, text);
    }

    /** The permissions policy. */
    public B permissionsPolicy(PermissionsPolicy policy) {
        return permissionsPolicy(policy.toString());
    }

    /** {@code 0}, the default, or {@code omit}. */
    public B xssProtection(String value) {
        return put("xss-protection", Names.XSS_PROTECTION, value);
    }

    /**
     * What caches may do with responses that do not say so themselves: {@code public, max-age=31536000, immutable}. Errors,
     * from 400 on, temporary redirects (302, 303, 307), and what is refused or answered in the application's place are
     * {@code no-store} all the same.
     */
    public B cacheControl(String value) {
        return put("cache-control", Names.CACHE_CONTROL, value);
    }

    /**
     * What browsers shall forget about the site, for the answer to a logout: some of {@code cache}, {@code cookies},
     * {@code storage}, {@code executionContexts} and {@code clientHints}, or {@code *}. Sent over TLS only.
     */
    public B clearSiteData(Collection<String> types) {
        String quoted = types.stream().map(type -> '"' + type.strip() + '"').collect(Collectors.joining(","));
        return put("clear-site-data", Names.CLEAR_SITE_DATA, quoted);
    }

    /** What browsers shall forget about the site. */
    public B clearSiteData(String... types) {
        return clearSiteData(Arrays.asList(types));
    }

    /** Sends this header too, or in place of the preset's. Applications can override it unless we pin that header. */
    public B set(String name, String value) {
        return put("set." + name, name, value);
    }

    /** Headers that are never sent, beside those the preset strips, whoever writes them; none by default. */
    public B remove(Collection<String> names) {
        said.removed = new Said.Removed(said.at + "remove", said.level, List.copyOf(names));
        return self();
    }

    private B put(String path, String name, String value) {
        said.put(path, name, value);
        return self();
    }
}
