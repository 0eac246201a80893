/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.headers.HeadersPolicy;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Whether responses carry the headers that the guides ask for: by what is really sent over TLS, at each path with a rule. */
final class HeaderChecks {
    static final String FIX = "Set headers.enabled to true and headers.preset to api or html.";
    private static final long DAY = 86_400;

    static final List<ReadinessCheck> ALL = List.of(
            ReadinessCheck.of(
                    "headers.preset",
                    "Security headers begin with a preset",
                    Judges.about("security-headers", FIX, HeaderChecks::preset)),
            check("headers.hsts", "Browsers are told to insist on TLS", HeaderChecks::hsts),
            check("headers.nosniff", "Browsers are told not to guess types", HeaderChecks::nosniff),
            check("headers.framing", "Other sites cannot frame pages", HeaderChecks::framing),
            check("headers.referrer", "Addresses are not told to other sites", HeaderChecks::referrer));

    private HeaderChecks() {}

    /** A check that is asked at each place and tells of the worst. */
    static ReadinessCheck check(String id, String title, BiFunction<ReadinessContext, HeaderPlace, Finding> judge) {
        return ReadinessCheck.of(id, title, Judges.about("security-headers", FIX, context -> worst(context, judge)));
    }

    private static Finding worst(ReadinessContext context, BiFunction<ReadinessContext, HeaderPlace, Finding> judge) {
        HeadersPolicy policy = context.settings().headers();
        if (policy == null) {
            return Finding.fail("headers.enabled is false", FIX);
        }
        @Nullable Finding worst = null;
        for (HeaderPlace place : HeaderPlace.all(policy, context.configured())) {
            Finding found = judge.apply(context, place);
            if (worst == null || found.state().compareTo(worst.state()) > 0) {
                worst = new Finding(found.state(), place.name() + found.evidence(), found.fix());
            }
        }
        return worst == null ? Finding.fail("nothing is sent", FIX) : worst;
    }

    private static Finding preset(ReadinessContext context) {
        String preset = context.configured().text("headers.preset");
        if ("none".equals(preset)) {
            return Finding.fail("headers.preset is none: only what is written out is sent", FIX);
        }
        List<String> bare = context.configured().sections("headers.rules").stream()
                .filter(rule -> "none".equals(context.configured().text(rule + ".preset")))
                .toList();
        return bare.isEmpty()
                ? Finding.pass(preset == null ? "api, the default" : preset)
                : Finding.warn("the preset is none in " + Judges.list(bare), "Begin those rules with another preset.");
    }

    private static Finding hsts(ReadinessContext context, HeaderPlace place) {
        String value = place.value("Strict-Transport-Security");
        String fix = "Set headers.hsts.max-age to 730d, the default.";
        long seconds = value == null ? 0 : maxAge(value);
        if (value == null || seconds < DAY) {
            return Finding.fail("Strict-Transport-Security: " + (value == null ? "not sent" : value), fix);
        }
        return seconds < 180 * DAY ? Finding.warn(value, fix) : Finding.pass(value);
    }

    private static long maxAge(String value) {
        String digits = value.toLowerCase(Locale.ROOT).strip();
        int start = digits.indexOf("max-age=") + "max-age=".length();
        int end = digits.indexOf(';', start);
        return Long.parseLong(
                digits.substring(start, end < 0 ? digits.length() : end).strip());
    }

    private static Finding nosniff(ReadinessContext context, HeaderPlace place) {
        String value = place.value("X-Content-Type-Options");
        return value != null && value.equalsIgnoreCase("nosniff")
                ? Finding.pass(value)
                : Finding.fail(
                        "X-Content-Type-Options: " + (value == null ? "not sent" : value),
                        "Set headers.preset, or headers.set.X-Content-Type-Options to nosniff.");
    }

    private static Finding framing(ReadinessContext context, HeaderPlace place) {
        String options = place.value("X-Frame-Options");
        ContentPolicy policy = ContentPolicy.parse(place.value("Content-Security-Policy"));
        List<String> ancestors = policy.sources("frame-ancestors");
        if (ancestors != null && (ancestors.contains("*") || ancestors.contains("https:"))) {
            return Finding.fail(
                    "frame-ancestors " + String.join(" ", ancestors) + ": every site can frame the page",
                    "Name the sites that may in frame-ancestors of headers.content-security-policy, or 'none'.");
        }
        if (ancestors != null) {
            return Finding.pass("frame-ancestors " + String.join(" ", ancestors));
        }
        return options == null
                ? Finding.fail(
                        "neither X-Frame-Options nor frame-ancestors is sent", "Set headers.frame-options to DENY.")
                : Finding.pass("X-Frame-Options: " + options);
    }

    private static Finding referrer(ReadinessContext context, HeaderPlace place) {
        String value = place.value("Referrer-Policy");
        String fix = "Set headers.referrer-policy to no-referrer or strict-origin-when-cross-origin.";
        if (value == null) {
            return Finding.warn("Referrer-Policy: not sent, so that browsers decide", fix);
        }
        return value.toLowerCase(Locale.ROOT).contains("unsafe-url")
                ? Finding.fail("Referrer-Policy: " + value, fix)
                : Finding.pass(value);
    }
}
