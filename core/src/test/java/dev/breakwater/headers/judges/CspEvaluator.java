/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The default checks of Google's CSP Evaluator, version 1.1.8, for browsers of today. Its lists of hosts known to serve
 * what breaks a policy are left out: a host among the scripts is a finding whether or not it is on a list.
 */
final class CspEvaluator {
    private static final Set<String> SCRIPTS = Set.of("script-src", "script-src-attr", "script-src-elem");
    private static final Set<String> FETCH = Set.of(
            "child-src",
            "connect-src",
            "font-src",
            "frame-src",
            "img-src",
            "manifest-src",
            "media-src",
            "object-src",
            "script-src",
            "script-src-attr",
            "script-src-elem",
            "style-src",
            "style-src-attr",
            "style-src-elem",
            "worker-src");
    private static final Set<String> OTHERS = Set.of(
            "default-src",
            "prefetch-src",
            "base-uri",
            "plugin-types",
            "sandbox",
            "disown-opener",
            "form-action",
            "frame-ancestors",
            "navigate-to",
            "report-to",
            "report-uri",
            "block-all-mixed-content",
            "upgrade-insecure-requests",
            "reflected-xss",
            "referrer",
            "require-sri-for",
            "trusted-types",
            "require-trusted-types-for",
            "webrtc");
    private static final List<String> DEPRECATED =
            List.of("reflected-xss", "referrer", "disown-opener", "prefetch-src");
    private static final Set<String> KEYWORDS = Set.of(
            "'self'",
            "'none'",
            "'unsafe-inline'",
            "'unsafe-eval'",
            "'wasm-eval'",
            "'wasm-unsafe-eval'",
            "'strict-dynamic'",
            "'unsafe-hashed-attributes'",
            "'unsafe-hashes'",
            "'report-sample'",
            "'block'",
            "'allow'",
            "'inline-speculation-rules'");
    private static final Set<String> SCHEMES = Set.of("data:", "http:", "https:");

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][+a-zA-Z0-9.-]*:");
    private static final Pattern NONCE = Pattern.compile("'nonce-[a-zA-Z0-9+/_-]+={0,2}'");
    private static final Pattern HASH = Pattern.compile("'sha(256|384|512)-[a-zA-Z0-9+/_-]+={0,2}'");
    private static final Pattern BARE = Pattern.compile("nonce-.*|sha(256|384|512)-.*");
    private static final Pattern IP = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");

    /** How much the tool makes of it. */
    enum Severity {
        HIGH,
        SYNTAX,
        MEDIUM,
        MEDIUM_MAYBE,
        INFO,
        NONE
    }

    /**
     * Something to say against a policy.
     *
     * @param severity how bad
     * @param directive where
     * @param value what, empty if it is about what is missing
     */
    record Finding(Severity severity, String directive, String value) {
        @Override
        public String toString() {
            return (severity + " " + directive + " " + value).strip();
        }
    }

    private final Map<String, List<String>> directives = new LinkedHashMap<>();
    private final Set<Finding> findings = new LinkedHashSet<>();

    private CspEvaluator(String policy) {
        for (String part : policy.split(";")) {
            String[] words = part.strip().split("\\s+");
            if (!words[0].isEmpty()) {
                List<String> values = Arrays.stream(words)
                        .skip(1)
                        .map(CspEvaluator::normalised)
                        .distinct()
                        .toList();
                directives.putIfAbsent(words[0].toLowerCase(Locale.ROOT), new ArrayList<>(values));
            }
        }
    }

    /** What the tool has to say against this policy; nothing is best. */
    static List<Finding> findings(String policy) {
        CspEvaluator evaluator = new CspEvaluator(policy);
        evaluator.passOver();
        evaluator.checkScripts();
        evaluator.checkSchemes();
        evaluator.checkMissing();
        evaluator.checkHosts();
        evaluator.checkObjects();
        evaluator.checkValues();
        evaluator.checkNames();
        return List.copyOf(evaluator.findings);
    }

    private static String normalised(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return KEYWORDS.contains(lower) || SCHEME.matcher(value).matches() ? lower : value;
    }

    private void found(Severity severity, String directive, String value) {
        findings.add(new Finding(severity, directive, value));
    }

    private String effective(String directive) {
        if (directives.containsKey(directive)) {
            return directive;
        }
        if (SCRIPTS.contains(directive) && directives.containsKey("script-src")) {
            return "script-src";
        }
        return FETCH.contains(directive) ? "default-src" : directive;
    }

    private Set<String> effective(Set<String> names) {
        Set<String> effective = new LinkedHashSet<>();
        names.forEach(name -> effective.add(effective(name)));
        return effective;
    }

    private List<String> values(String directive) {
        return directives.getOrDefault(directive, List.of());
    }

    /** Takes off what browsers pass over beside a nonce, a hash or strict-dynamic, and says so. */
    private void passOver() {
        for (String directive : effective(SCRIPTS)) {
            List<String> values = values(directive);
            boolean trusts = values.stream().anyMatch(CspEvaluator::isNonceOrHash);
            boolean dynamic = values.contains("'strict-dynamic'");
            values(directive).stream()
                    .filter(value -> (trusts && value.equals("'unsafe-inline'")) || (dynamic && isPassedOver(value)))
                    .forEach(value -> found(Severity.NONE, directive, value));
            directives.computeIfPresent(
                    directive,
                    (name, all) -> new ArrayList<>(all.stream()
                            .filter(value -> !findings.contains(new Finding(Severity.NONE, name, value)))
                            .toList()));
        }
    }

    private static boolean isNonceOrHash(String value) {
        return NONCE.matcher(value).matches() || HASH.matcher(value).matches();
    }

    private static boolean isPassedOver(String value) {
        return !value.startsWith("'") || value.equals("'self'") || value.equals("'unsafe-inline'");
    }

    private void checkScripts() {
        for (String directive : effective(SCRIPTS)) {
            each(directive, "'unsafe-inline'"::equals, Severity.HIGH);
            each(directive, "'unsafe-hashes'"::equals, Severity.MEDIUM_MAYBE);
            each(directive, "'unsafe-eval'"::equals, Severity.MEDIUM_MAYBE);
        }
    }

    private void checkSchemes() {
        Set<String> names = new LinkedHashSet<>(SCRIPTS);
        names.addAll(List.of("object-src", "base-uri"));
        for (String directive : effective(names)) {
            each(directive, SCHEMES::contains, Severity.HIGH);
            each(directive, value -> withoutScheme(value).equals("*"), Severity.HIGH);
        }
    }

    private void checkMissing() {
        if (values(directives.containsKey("object-src") ? "object-src" : "default-src")
                .isEmpty()) {
            found(Severity.HIGH, "object-src", "");
        }
        if (!directives.containsKey("script-src") && !directives.containsKey("default-src")) {
            found(Severity.HIGH, "script-src", "");
        }
        List<String> scripts = values(effective("script-src"));
        boolean nonces = scripts.stream().anyMatch(value -> NONCE.matcher(value).matches());
        boolean hashes = scripts.stream().anyMatch(value -> HASH.matcher(value).matches());
        if ((nonces || (hashes && scripts.contains("'strict-dynamic'"))) && !directives.containsKey("base-uri")) {
            found(Severity.HIGH, "base-uri", "");
        }
    }

    private void checkHosts() {
        for (String directive : effective(Set.of("script-src", "script-src-elem"))) {
            if (!values(directive).contains("'none'")) {
                each(directive, value -> value.equals("'self'") || isHost(value), Severity.MEDIUM_MAYBE);
            }
        }
    }

    private static boolean isHost(String value) {
        return !value.startsWith("'") && !SCHEME.matcher(value).matches() && value.indexOf('.') >= 0;
    }

    private void checkObjects() {
        List<String> types = directives.get("plugin-types");
        boolean flash = types == null || types.contains("application/x-shockwave-flash");
        if (flash && !values("object-src").contains("'none'")) {
            each("object-src", value -> true, Severity.MEDIUM_MAYBE);
        }
    }

    private void checkValues() {
        for (String directive : directives.keySet()) {
            each(directive, value -> IP.matcher(host(value)).matches(), Severity.INFO);
            each(directive, CspEvaluator::isShortNonce, Severity.MEDIUM);
            each(
                    directive,
                    value ->
                            value.startsWith("'nonce-") && !NONCE.matcher(value).matches(),
                    Severity.INFO);
            each(directive, value -> value.startsWith("http://"), Severity.MEDIUM);
            each(directive, this::isDirective, Severity.SYNTAX);
            each(directive, value -> !isSound(directive, value), Severity.SYNTAX);
        }
    }

    private static boolean isShortNonce(String value) {
        return value.startsWith("'nonce-") && value.length() - "'nonce-'".length() < 8;
    }

    private static boolean isSound(String directive, String value) {
        if (!value.startsWith("'")) {
            return !KEYWORDS.contains("'" + value + "'") && !BARE.matcher(value).matches();
        }
        return switch (directive) {
            case "require-trusted-types-for" -> value.equals("'script'");
            case "trusted-types" -> value.equals("'allow-duplicates'") || value.equals("'none'");
            default -> KEYWORDS.contains(value) || isNonceOrHash(value);
        };
    }

    private void checkNames() {
        for (String directive : directives.keySet()) {
            if (!isDirective(directive)) {
                found(Severity.SYNTAX, directive, "");
            } else if (DEPRECATED.contains(directive)) {
                found(Severity.INFO, directive, "");
            }
        }
    }

    private boolean isDirective(String name) {
        return FETCH.contains(name) || OTHERS.contains(name);
    }

    private void each(String directive, Predicate<String> bad, Severity severity) {
        values(directive).stream().filter(bad).forEach(value -> found(severity, directive, value));
    }

    private static String withoutScheme(String value) {
        return value.replaceFirst("^\\w[+\\w.-]*://", "").replaceFirst("^//", "");
    }

    private static String host(String value) {
        String rest = withoutScheme(value).split("/", 2)[0];
        return rest.endsWith("]") ? rest : rest.replaceFirst(":(\\*|\\d*)$", "");
    }
}
