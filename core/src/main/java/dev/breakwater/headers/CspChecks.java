/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a policy. A fault is what cannot work, because browsers pass over it, or what surely is a hole
 * in a policy that is enforced; what some site may have a reason for is a warning.
 */
final class CspChecks {
    private static final Set<String> SANDBOX = Set.of(
            "allow-downloads",
            "allow-forms",
            "allow-modals",
            "allow-orientation-lock",
            "allow-pointer-lock",
            "allow-popups",
            "allow-popups-to-escape-sandbox",
            "allow-presentation",
            "allow-same-origin",
            "allow-scripts",
            "allow-storage-access-by-user-activation",
            "allow-top-navigation",
            "allow-top-navigation-by-user-activation",
            "allow-top-navigation-to-custom-protocols");

    private static final List<CspDirective> WITHOUT_FALLBACK =
            List.of(CspDirective.BASE_URI, CspDirective.FORM_ACTION, CspDirective.FRAME_ANCESTORS);

    private final String path;
    private final boolean enforced;
    private final Problems problems;
    private boolean faulty;

    CspChecks(String path, boolean enforced, Problems problems) {
        this.path = path;
        this.enforced = enforced;
        this.problems = problems;
    }

    void unknown(String name) {
        String nearest = CspDirective.nearest(name);
        fault(
                name,
                "a directive of CSP Level 3",
                nearest == null
                        ? "Browsers pass over a directive they do not know: correct or remove it."
                        : "Browsers pass over a directive they do not know; did you mean " + nearest + "?");
    }

    void repeated(CspDirective directive) {
        fault(
                directive.text(),
                "each directive once",
                "Browsers read the first and pass over the second: join the two.");
    }

    /** Checks every directive, and what they make together. */
    void check(ContentSecurityPolicy policy, String text) {
        if (policy.isEmpty() && !faulty) {
            fault(text, "at least one directive", "Write default-src 'self', or leave the policy out.");
        }
        policy.directives().forEach(this::directive);
        defaults(policy);
        openEnds(policy);
    }

    /** Checks one directive. */
    void directive(CspDirective directive, List<String> values) {
        if (directive.isObsolete()) {
            problems.warning(
                    "BW-HEADERS-060",
                    path,
                    directive.text(),
                    "a directive that browsers still know",
                    "It has no effect any more: remove it.");
        }
        switch (directive.kind()) {
            case FETCH, PLACES -> sources(directive, values);
            case FLAG -> flag(directive, values);
            case WORDS -> words(directive, values);
        }
    }

    private void sources(CspDirective directive, List<String> sources) {
        List<String> lower = new ArrayList<>();
        for (String source : sources) {
            SourceSyntax.Fault fault = SourceSyntax.fault(source);
            if (fault != null) {
                fault(source, fault.expected(), fault.fix());
            } else if (directive.kind() == CspDirective.Kind.PLACES && !isPlace(source)) {
                fault(
                        source,
                        "'self', 'none', hosts or schemes in " + directive.text(),
                        "It means nothing there, and browsers pass over it: remove it.");
            }
            lower.add(source.toLowerCase(Locale.ROOT));
        }
        boolean swallows = lower.stream().anyMatch(source -> CspDirective.find(source) != null);
        if (lower.contains("'none'") && lower.size() > 1 && !swallows) {
            fault(directive.text(), "'none' alone", "Beside other sources 'none' means nothing: remove it or them.");
        }
        boolean trusts = SourceSyntax.hasNonceOrHash(sources);
        if (lower.contains("'strict-dynamic'") && !trusts) {
            fault(
                    directive.text(),
                    "a nonce or hash beside 'strict-dynamic'",
                    "Without one no script is trusted to begin with: add " + SourceSyntax.NONCE + ".");
        }
        if (directive.isAboutScripts() && !lower.contains("'strict-dynamic'")) {
            scripts(directive, lower, trusts);
        }
    }

    private static boolean isPlace(String source) {
        return source.charAt(0) != '\''
                || source.equalsIgnoreCase("'self'")
                || source.equalsIgnoreCase("'none'")
                || source.equalsIgnoreCase("'report-sample'");
    }

    private void scripts(CspDirective directive, List<String> lower, boolean trusts) {
        for (String source : lower) {
            if (HostSource.isAnywhere(source) && enforced) {
                fault(
                        source,
                        "hosts, hashes or " + SourceSyntax.NONCE + " in " + directive.text(),
                        "It lets scripts in from anywhere: name the hosts, or use nonces.");
            } else if (HostSource.isAnywhere(source)) {
                weak(source, "hosts, hashes or nonces", "Enforced, it would let scripts in from anywhere.");
            }
        }
        if (lower.contains("'unsafe-inline'") && !trusts) {
            weak(
                    directive.text() + " 'unsafe-inline'",
                    "hashes or " + SourceSyntax.NONCE,
                    "It runs whatever gets into the page: give your scripts the nonce.");
        }
    }

    private void defaults(ContentSecurityPolicy policy) {
        List<String> values = policy.get(CspDirective.DEFAULT_SRC);
        if (values == null || policy.has(CspDirective.SCRIPT_SRC)) {
            return;
        }
        for (String value : values) {
            if (HostSource.isAnywhere(value.toLowerCase(Locale.ROOT)) || value.equalsIgnoreCase("'unsafe-inline'")) {
                weak(
                        "default-src " + value,
                        "a script-src beside it",
                        "Without one it lets scripts in as well: add script-src 'self'.");
            }
        }
    }

    // Only where scripts are let in: for data alone default-src 'none' is enough.
    private void openEnds(ContentSecurityPolicy policy) {
        List<String> scripts = policy.get(CspDirective.SCRIPT_SRC);
        if (scripts == null || scripts.contains("'none'")) {
            return;
        }
        if (List.of("'none'").equals(policy.get(CspDirective.DEFAULT_SRC))) {
            WITHOUT_FALLBACK.stream()
                    .filter(directive -> !policy.has(directive))
                    .forEach(this::missing);
        } else if (SourceSyntax.hasNonceOrHash(scripts) && !policy.has(CspDirective.BASE_URI)) {
            missing(CspDirective.BASE_URI);
        }
    }

    private void missing(CspDirective directive) {
        problems.warning(
                "BW-HEADERS-057",
                path,
                "no " + directive.text(),
                directive.text() + " 'none', or 'self'",
                "It does not fall back to default-src, so everything is allowed: say it as well.");
    }

    private void flag(CspDirective directive, List<String> values) {
        if (!values.isEmpty()) {
            fault(values.get(0), directive.text() + " alone", "It takes no value: is a semicolon missing before it?");
        }
    }

    private void words(CspDirective directive, List<String> values) {
        if (values.stream().anyMatch(CspChecks::isSwallowed)) {
            values.stream().filter(CspChecks::isSwallowed).forEach(this::swallowed);
            return;
        }
        for (String value : values) {
            String fault = wordFault(value);
            if (fault != null) {
                fault(value, "one word without " + fault, "It would begin another directive or policy: remove it.");
            }
        }
        switch (directive) {
            case SANDBOX -> sandbox(values);
            case REQUIRE_TRUSTED_TYPES_FOR -> trustedTypes(values);
            case REPORT_TO -> single(directive, values);
            case REPORT_URI -> reportUri(values);
            default -> {
                // Names of trusted types policies are free.
            }
        }
    }

    // A policy for trusted types, an endpoint or a file may be called sandbox, and surely none of the other names.
    private static boolean isSwallowed(String word) {
        CspDirective directive = CspDirective.find(word);
        return directive != null && directive != CspDirective.SANDBOX;
    }

    private void swallowed(String word) {
        SourceSyntax.Fault fault = SourceSyntax.swallowed(word.toLowerCase(Locale.ROOT));
        fault(word, fault.expected(), fault.fix());
    }

    private static @Nullable String wordFault(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c <= ' ' || c > '~' || c == ';' || c == ',') {
                return c == ';' ? "semicolon" : c == ',' ? "comma" : "spaces, line breaks and what is not ASCII";
            }
        }
        return word.isEmpty() ? "nothing in it" : null;
    }

    private void sandbox(List<String> values) {
        for (String value : values) {
            if (!SANDBOX.contains(value.toLowerCase(Locale.ROOT))) {
                problems.warning(
                        "BW-HEADERS-071",
                        path,
                        value,
                        "a word such as allow-scripts",
                        "Browsers that do not know it pass over it: correct it, unless it is new.");
            }
        }
    }

    private void trustedTypes(List<String> values) {
        if (!values.equals(List.of("'script'"))) {
            fault(String.join(" ", values), "'script'", "Nothing else is defined: write it with its quotes.");
        }
    }

    private void single(CspDirective directive, List<String> values) {
        if (values.size() != 1) {
            fault(
                    directive.text() + ' ' + String.join(" ", values),
                    "one name",
                    "Write " + directive.text() + " NAME.");
        }
    }

    private void reportUri(List<String> values) {
        if (values.isEmpty()) {
            fault("report-uri", "an address", "Write report-uri /csp-reports.");
        }
        for (String value : values) {
            if (value.toLowerCase(Locale.ROOT).startsWith("http:")) {
                problems.warning(
                        "BW-HEADERS-073",
                        path,
                        value,
                        "an https address or a path",
                        "Pages over TLS cannot report there: use https.");
            }
        }
    }

    private void weak(String value, String expected, String fix) {
        problems.warning("BW-HEADERS-058", path, value, expected, fix);
    }

    private void fault(String value, String expected, String fix) {
        faulty = true;
        problems.error("BW-HEADERS-040", path, value, expected, fix);
    }
}
