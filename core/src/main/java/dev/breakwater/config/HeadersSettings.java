/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.policy.Problems;
import java.time.Duration;
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
                    "What to start from: the strict set for JSON, or none.")
            .defaultsTo("api");

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
            .defaultsTo("true");

    private static final Key<Boolean> HSTS_PRELOAD = Key.of(
                    "preload",
                    ValueTypes.bool(),
                    "BW-HEADERS-105",
                    "Whether browsers may be shipped with that knowledge.")
            .defaultsTo("false");

    private static final Group HSTS =
            Group.section("hsts", "Strict-Transport-Security.", HSTS_MAX_AGE, HSTS_SUBDOMAINS, HSTS_PRELOAD);

    private static final Key<String> CSP = text(
            "content-security-policy", "BW-HEADERS-106", "The content security policy as its full text (CSP level 3).");

    private static final Key<String> CSP_REPORT_ONLY = text(
                    "content-security-policy-report-only", "BW-HEADERS-107", "A second policy that only reports.")
            .defaultIs("none");

    private static final Key<String> FRAME_OPTIONS = text("frame-options", "BW-HEADERS-108", "DENY or SAMEORIGIN.");

    private static final Key<String> REFERRER_POLICY =
            text("referrer-policy", "BW-HEADERS-109", "The referrer policy.");

    private static final Key<String> PERMISSIONS_POLICY =
            text("permissions-policy", "BW-HEADERS-110", "The permissions policy as its full text.");

    private static final Key<String> XSS_PROTECTION = Key.of(
                    "xss-protection",
                    ValueTypes.text(),
                    "BW-HEADERS-111",
                    "0, which switches a harmful filter of old browsers off, or omit.")
            .defaultIs("by preset");

    private static final Key<Map<String, String>> SET = Key.of(
            "set", ValueTypes.text().map(), "BW-HEADERS-112", "More headers, or others in place of the preset's.");

    private static final Key<List<String>> REMOVE = Key.of(
            "remove", ValueTypes.text().list(), "BW-HEADERS-113", "Headers that are never sent, whoever writes them.");

    static final Group GROUP = Group.section(
            "headers",
            "Security headers.",
            ENABLED,
            PRESET,
            HSTS,
            CSP,
            CSP_REPORT_ONLY,
            FRAME_OPTIONS,
            REFERRER_POLICY,
            PERMISSIONS_POLICY,
            XSS_PROTECTION,
            SET,
            REMOVE);

    private HeadersSettings() {}

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
        HeadersPolicy.Builder policy = HeadersPolicy.builder().preset(section.get(PRESET));
        hsts(section.section(HSTS), policy);
        section.ifPresent(CSP, policy::contentSecurityPolicy);
        section.ifPresent(CSP_REPORT_ONLY, policy::contentSecurityPolicyReportOnly);
        section.ifPresent(FRAME_OPTIONS, policy::frameOptions);
        section.ifPresent(REFERRER_POLICY, policy::referrerPolicy);
        section.ifPresent(PERMISSIONS_POLICY, policy::permissionsPolicy);
        section.ifPresent(XSS_PROTECTION, policy::xssProtection);
        section.ifPresent(SET, headers -> headers.forEach(policy::set));
        section.ifPresent(REMOVE, policy::remove);
        return policy.build();
    }

    private static void hsts(Settings hsts, HeadersPolicy.Builder policy) {
        hsts.ifPresent(HSTS_MAX_AGE, age -> {
            if (age.isZero()) {
                policy.disableHsts();
            } else {
                policy.hstsMaxAge(age);
            }
        });
        policy.hstsIncludeSubdomains(hsts.get(HSTS_SUBDOMAINS)).hstsPreload(hsts.get(HSTS_PRELOAD));
    }

    private static Key<String> text(String name, String code, String description) {
        return Key.of(name, ValueTypes.text(), code, description).defaultIs("by preset");
    }
}
