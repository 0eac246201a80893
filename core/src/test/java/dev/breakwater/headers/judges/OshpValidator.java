/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The cases by which the OWASP Secure Headers Project's validator judges a site, as of August 2026: one response, and for
 * {@code Clear-Site-Data} the response to a logout.
 */
final class OshpValidator {
    private static final List<String> FEATURES = List.of(
            "accelerometer",
            "autoplay",
            "camera",
            "clipboard-read",
            "clipboard-write",
            "cross-origin-isolated",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "gamepad",
            "geolocation",
            "gyroscope",
            "hid",
            "idle-detection",
            "interest-cohort",
            "keyboard-map",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "picture-in-picture",
            "publickey-credentials-get",
            "screen-wake-lock",
            "serial",
            "unload",
            "usb",
            "web-share",
            "xr-spatial-tracking");

    private static final Map<String, Predicate<Answer>> CASES = cases();

    private OshpValidator() {}

    static int size() {
        return CASES.size() + 1;
    }

    /** The headers whose case fails. */
    static List<String> failures(Answer page, Answer logout) {
        Map<String, Boolean> passed = new LinkedHashMap<>();
        CASES.forEach((name, test) -> passed.put(name, test.test(page)));
        passed.put(
                "Clear-Site-Data",
                is("Clear-Site-Data", "\"cache\",\"cookies\",\"storage\"").test(logout));
        return passed.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Predicate<Answer>> cases() {
        Map<String, Predicate<Answer>> cases = new LinkedHashMap<>();
        equal(
                cases,
                "Strict-Transport-Security",
                "max-age=63072000; includeSubDomains",
                "max-age=63072000; includeSubDomains; preload");
        equal(cases, "X-Frame-Options", "deny", "DENY");
        equal(cases, "X-Content-Type-Options", "nosniff");
        cases.put("Content-Security-Policy", said("Content-Security-Policy", value -> !value.contains("unsafe")));
        equal(cases, "X-Permitted-Cross-Domain-Policies", "none");
        equal(cases, "Referrer-Policy", "no-referrer");
        equal(cases, "Cross-Origin-Embedder-Policy", "require-corp");
        equal(cases, "Cross-Origin-Opener-Policy", "same-origin");
        equal(cases, "Cross-Origin-Resource-Policy", "same-origin");
        cases.put("Permissions-Policy", said("Permissions-Policy", OshpValidator::deniesFeatures));
        equal(cases, "Cache-Control", "no-store, max-age=0");
        equal(cases, "X-DNS-Prefetch-Control", "off");
        for (String absent : List.of("Feature-Policy", "Public-Key-Pins", "Expect-CT", "X-XSS-Protection")) {
            cases.put(absent, answer -> answer.all(absent).isEmpty());
        }
        return cases;
    }

    private static void equal(Map<String, Predicate<Answer>> cases, String name, String... values) {
        cases.put(name, is(name, values));
    }

    private static Predicate<Answer> is(String name, String... values) {
        return said(name, List.of(values)::contains);
    }

    // The validator joins the lines of one name, so that a second one is a wrong value.
    private static Predicate<Answer> said(String name, Predicate<String> value) {
        return answer -> !answer.all(name).isEmpty() && value.test(String.join(", ", answer.all(name)));
    }

    private static boolean deniesFeatures(String policy) {
        return FEATURES.stream().allMatch(feature -> policy.contains(feature + "=()"))
                && (policy.contains("sync-xhr=(self)") || policy.contains("sync-xhr=()"));
    }
}
