/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.List;
import java.util.Set;

/** Whether a content security policy keeps foreign code out of pages. */
final class ScriptChecks {
    static final List<ReadinessCheck> ALL = List.of(
            HeaderChecks.check("headers.csp", "A content security policy is enforced", ScriptChecks::enforced),
            HeaderChecks.check("headers.scripts", "It keeps foreign scripts out", ScriptChecks::scripts),
            HeaderChecks.check("headers.reporting", "Violations are heard of", ScriptChecks::reporting));

    private static final Set<String> ANYWHERE = Set.of("*", "https:", "http:", "data:");

    private ScriptChecks() {}

    private static Finding enforced(ReadinessContext context, HeaderPlace place) {
        String policy = place.value("Content-Security-Policy");
        if (policy != null) {
            return Finding.pass(policy);
        }
        boolean reported = place.value("Content-Security-Policy-Report-Only") != null;
        return Finding.fail(
                reported ? "the policy only reports and keeps nothing out" : "Content-Security-Policy: not sent",
                "Set headers.content-security-policy, or leave it to headers.preset.");
    }

    private static Finding scripts(ReadinessContext context, HeaderPlace place) {
        ContentPolicy policy = ContentPolicy.parse(place.value("Content-Security-Policy"));
        List<String> scripts = policy.effective("script-src");
        String fix =
                "In headers.content-security-policy, let scripts in by 'nonce-{nonce}', or name where they come from.";
        if (scripts == null) {
            return Finding.fail("neither script-src nor default-src: scripts come from anywhere", fix);
        }
        boolean anywhere = scripts.stream().anyMatch(ANYWHERE::contains) && !scripts.contains("'strict-dynamic'");
        if (anywhere || ContentPolicy.allowsInline(scripts)) {
            return Finding.fail("scripts: " + String.join(" ", scripts), fix);
        }
        List<String> styles = policy.effective("style-src");
        if (scripts.contains("'unsafe-eval'") || styles == null || ContentPolicy.allowsInline(styles)) {
            return Finding.warn(
                    "scripts: " + String.join(" ", scripts) + "; styles: "
                            + (styles == null ? "from anywhere" : String.join(" ", styles)),
                    "In headers.content-security-policy, do without 'unsafe-eval' and 'unsafe-inline'.");
        }
        return Finding.pass("scripts: " + String.join(" ", scripts));
    }

    private static Finding reporting(ReadinessContext context, HeaderPlace place) {
        boolean heard = context.configured().isSet("headers.reporting.path")
                || context.configured().isSet("headers.reporting.endpoint");
        if (heard) {
            return Finding.pass(
                    context.configured().isSet("headers.reporting.path")
                            ? "reports come to " + context.configured().text("headers.reporting.path")
                            : "reports go to " + context.configured().text("headers.reporting.endpoint"));
        }
        String fix = "Set headers.reporting.path to /breakwater/reports, or headers.reporting.endpoint.";
        return place.value("Content-Security-Policy-Report-Only") == null
                ? Finding.warn("nobody takes reports", fix)
                : Finding.fail("a policy that only reports, and nobody takes reports", fix);
    }
}
