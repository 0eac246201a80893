/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.List;
import java.util.Locale;

/** What an application may not do to the headers of a response; throws if it does. */
final class RequestChecks {
    private RequestChecks() {}

    /** The checks of the policy itself. */
    static void sources(CspDirective directive, List<String> sources, boolean hasNonce) {
        if (!directive.takesSources()) {
            throw new IllegalArgumentException(directive.text() + " (expected: a directive that lists sources). "
                    + "Say this one in the configuration, for the paths that need it.");
        }
        if (sources.contains(SourceSyntax.NONCE) && !hasNonce) {
            throw refused(SourceSyntax.NONCE, "a request with a nonce", "Write it into the policy for these paths.");
        }
        Problems problems = new Problems();
        new CspChecks(directive.text(), true, problems).directive(directive, sources);
        throwFirst(problems);
    }

    /** Refuses what browsers would pass over in this list: it would look like a change and be none. */
    static void effect(CspDirective directive, List<String> joined, CspSource[] added) {
        boolean dynamic = isDynamic(joined);
        boolean trusts = SourceSyntax.hasNonceOrHash(joined);
        for (CspSource source : added) {
            String text = source.toString().toLowerCase(Locale.ROOT);
            if (text.equals("'unsafe-inline'") && (trusts || dynamic)) {
                throw refused(
                        directive.text() + " 'unsafe-inline'",
                        "no 'unsafe-inline' beside a nonce or hash",
                        "Browsers pass over it there: put the nonce on the element instead.");
            }
            if (dynamic && isPlace(text)) {
                throw refused(
                        directive.text() + ' ' + source,
                        "no hosts beside 'strict-dynamic'",
                        "Browsers pass over them there: put the nonce on the script element instead.");
            }
        }
    }

    private static boolean isDynamic(List<String> sources) {
        for (String source : sources) {
            if (source.equalsIgnoreCase("'strict-dynamic'")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlace(String source) {
        return source.charAt(0) != '\'' || source.equals("'self'");
    }

    /** The checks of a header's name and value. */
    static void header(String name, String value, Exchange exchange) {
        String key = Names.key(name);
        if (key.equals(Names.key(Names.CSP)) || key.equals(Names.key(Names.CSP_REPORT_ONLY))) {
            throw refused(name, "another header", "Use append or override, which keep the rest of the policy.");
        }
        Problems problems = new Problems();
        if (ValueCheck.isSound(name, value, name, problems)) {
            OwnHeaders.isSound(name, name, problems);
        }
        throwFirst(problems);
        CspNonce nonce = CspNonce.of(exchange);
        boolean kept = key.equals(Names.key(Names.CACHE_CONTROL))
                && !value.toLowerCase(Locale.ROOT).contains("no-store");
        if (kept && nonce != null && nonce.isHandedOut()) {
            throw refused(name + ": " + value, "no-store", "The page has a nonce in it, which caches must not keep.");
        }
    }

    private static void throwFirst(Problems problems) {
        for (Problem problem : problems.all()) {
            if (problem.isError()) {
                String value = problem.path() + ": " + Shown.line(problem.value());
                throw refused(value, problem.expected(), problem.fix());
            }
        }
    }

    private static IllegalArgumentException refused(String value, String expected, String fix) {
        return new IllegalArgumentException(value + " (expected: " + expected + "). " + fix);
    }
}
