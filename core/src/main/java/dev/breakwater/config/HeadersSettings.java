/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.headers.HeaderChoices;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.headers.Reporting;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys {@code headers.*}, and the {@link HeadersPolicy} they describe. */
final class HeadersSettings {
    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-HEADERS-101", "Whether security headers are sent.")
            .defaultsTo("true");

    private static final Key<HeadersPreset> PRESET = Key.of(
                    "preset",
                    ValueTypes.oneOf(HeadersPreset.class),
                    "BW-HEADERS-102",
                    "What to start from: strict sets for data, pages or embedded files, or nothing.")
            .defaultIs("api; in a rule as above");

    private static final Key<Duration> HSTS_MAX_AGE = Key.of(
                    "max-age",
                    ValueTypes.duration(),
                    "BW-HEADERS-103",
                    "How long browsers insist on TLS (RFC 6797); 0 makes them forget. Sent on secure requests only.")
            .defaultIs("730d by preset");

    private static final Key<Boolean> HSTS_SUBDOMAINS = Key.of(
                    "include-subdomains",
                    ValueTypes.bool(),
                    "BW-HEADERS-104",
                    "Whether that holds for subdomains as well.")
            .defaultIs("true");

    private static final Key<Boolean> HSTS_PRELOAD = Key.of(
                    "preload",
                    ValueTypes.bool(),
                    "BW-HEADERS-105",
                    "Whether browsers may be shipped with that knowledge.")
            .defaultIs("false");

    private static final Group HSTS =
            Group.section("hsts", "Strict-Transport-Security.", HSTS_MAX_AGE, HSTS_SUBDOMAINS, HSTS_PRELOAD);

    private static final Key<String> CSP = text(
            "content-security-policy",
            "BW-HEADERS-106",
            "The content security policy as its full text (CSP level 3); 'nonce-{nonce}' is each request's nonce.");

    private static final Key<String> CSP_REPORT_ONLY = text(
                    "content-security-policy-report-only", "BW-HEADERS-107", "A second policy that only reports.")
            .defaultIs("none");

    private static final Key<String> FRAME_OPTIONS = text("frame-options", "BW-HEADERS-108", "DENY or SAMEORIGIN.");

    private static final Key<String> REFERRER_POLICY =
            text("referrer-policy", "BW-HEADERS-109", "The referrer policy.");

    private static final Key<String> PERMISSIONS_POLICY =
            text("permissions-policy", "BW-HEADERS-110", "The permissions policy as its full text.");

    private static final Key<String> XSS_PROTECTION = text(
            "xss-protection", "BW-HEADERS-111", "0, which switches a harmful filter of old browsers off, or omit.");

    private static final Key<Map<String, String>> SET = Key.of(
            "set", ValueTypes.text().map(), "BW-HEADERS-112", "More headers, or others in place of the preset's.");

    private static final Key<List<String>> REMOVE = Key.of(
            "remove", ValueTypes.text().list(), "BW-HEADERS-113", "Headers that are never sent, whoever writes them.");

    private static final Key<Boolean> NONCE = Key.of(
                    "nonce",
                    ValueTypes.bool(),
                    "BW-HEADERS-114",
                    "Whether requests have a nonce for scripts and styles; without one the html presets let in those"
                            + " of the page's own origin.")
            .defaultIs("where the content security policy has a place for it");

    private static final Key<String> CACHE_CONTROL = text(
            "cache-control",
            "BW-HEADERS-115",
            "What caches may do with a response that does not say so itself (RFC 9111).");

    private static final Key<List<String>> CLEAR_SITE_DATA = Key.of(
                    "clear-site-data",
                    ValueTypes.text().list(),
                    "BW-HEADERS-116",
                    "What browsers forget about the site, for the answer to a logout: cache, cookies, storage,"
                            + " executionContexts, clientHints or *. Sent on secure requests only.")
            .defaultIs("none");

    private static final Key<List<String>> PATHS = Key.of(
                    "paths",
                    ValueTypes.text().list(),
                    "BW-HEADERS-117",
                    "Patterns of the paths the rule is about; the most specific one wins.")
            .defaultIs("to be given");

    /** What a site and each of its rules can say. */
    private static final Definition[] CHOICES = {
        PRESET,
        HSTS,
        CSP,
        CSP_REPORT_ONLY,
        NONCE,
        FRAME_OPTIONS,
        REFERRER_POLICY,
        PERMISSIONS_POLICY,
        XSS_PROTECTION,
        CACHE_CONTROL,
        CLEAR_SITE_DATA,
        SET,
        REMOVE
    };

    private static final Group RULES = Group.list(
            "rules",
            "What differs at some paths. A rule with a preset of its own keeps only hsts, remove, nonce and reporting.",
            with(List.of(PATHS)));

    static final Group GROUP =
            Group.section("headers", "Security headers.", with(List.of(ENABLED), RULES, ReportingSettings.GROUP));

    private HeadersSettings() {}

    private static Definition[] with(List<Definition> first, Definition... last) {
        List<Definition> all = new ArrayList<>(first);
        all.addAll(List.of(CHOICES));
        all.addAll(List.of(last));
        return all.toArray(new Definition[0]);
    }

    /** Null if no headers are wanted, or the policy is not valid. */
    static @Nullable HeadersPolicy read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        HeadersPolicy policy = section.build(() -> policy(section), problems);
        if (policy != null) {
            problems.addBelow(section.path(), policy.warnings());
        }
        return section.get(ENABLED) ? policy : null;
    }

    private static HeadersPolicy policy(Settings section) {
        HeadersPolicy.Builder policy = HeadersPolicy.builder();
        choose(section, policy);
        Reporting reporting = ReportingSettings.address(section);
        if (reporting != null) {
            policy.reporting(reporting);
        }
        for (Settings rule : section.list(RULES)) {
            List<String> paths = rule.find(PATHS);
            policy.rule(paths == null ? List.of() : paths, choices -> choose(rule, choices));
        }
        return policy.build();
    }

    private static void choose(Settings section, HeaderChoices<?> choices) {
        section.ifPresent(PRESET, choices::preset);
        hsts(section.section(HSTS), choices);
        section.ifPresent(CSP, choices::contentSecurityPolicy);
        section.ifPresent(CSP_REPORT_ONLY, choices::contentSecurityPolicyReportOnly);
        section.ifPresent(NONCE, choices::nonce);
        section.ifPresent(FRAME_OPTIONS, choices::frameOptions);
        section.ifPresent(REFERRER_POLICY, choices::referrerPolicy);
        section.ifPresent(PERMISSIONS_POLICY, choices::permissionsPolicy);
        section.ifPresent(XSS_PROTECTION, choices::xssProtection);
        section.ifPresent(CACHE_CONTROL, choices::cacheControl);
        section.ifPresent(CLEAR_SITE_DATA, choices::clearSiteData);
        section.ifPresent(SET, headers -> headers.forEach(choices::set));
        section.ifPresent(REMOVE, choices::remove);
    }

    private static void hsts(Settings hsts, HeaderChoices<?> choices) {
        hsts.ifPresent(HSTS_MAX_AGE, age -> {
            if (age.isZero()) {
                choices.disableHsts();
            } else {
                choices.hstsMaxAge(age);
            }
        });
        hsts.ifPresent(HSTS_SUBDOMAINS, choices::hstsIncludeSubdomains);
        hsts.ifPresent(HSTS_PRELOAD, choices::hstsPreload);
    }

    private static Key<String> text(String name, String code, String description) {
        return Key.of(name, ValueTypes.text(), code, description).defaultIs("by preset");
    }
}
