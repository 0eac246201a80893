/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The syntax of sources (CSP Level 3 section 2.3.1), and what people write instead. */
final class SourceSyntax {
    static final String PLACEHOLDER = "{nonce}";
    static final String NONCE = "'nonce-" + PLACEHOLDER + "'";

    private static final Set<String> KEYWORDS = Set.of(
            "inline-speculation-rules",
            "none",
            "report-sample",
            "self",
            "strict-dynamic",
            "trusted-types-eval",
            "unsafe-allow-redirects",
            "unsafe-eval",
            "unsafe-hashes",
            "unsafe-inline",
            "wasm-unsafe-eval");

    private static final List<String> HASHES = List.of("sha256-", "sha384-", "sha512-");
    private static final int[] HASH_LENGTHS = {44, 64, 88};

    private SourceSyntax() {}

    /** What is wrong with a source. */
    record Fault(String expected, String fix) {
        String about(String what, String value) {
            return what + ": " + Shown.line(value) + " (expected: " + expected + "). " + fix;
        }
    }

    /** What is wrong with it, or null. */
    static @Nullable Fault fault(String source) {
        Fault characters = characters(source);
        if (characters != null) {
            return characters;
        }
        String lower = source.toLowerCase(Locale.ROOT);
        String bare = lower.replace("'", "");
        boolean quoted = lower.length() > 2 && lower.equals("'" + bare + "'");
        if (bare.startsWith("nonce-")) {
            return source.equals(NONCE) ? null : fixedNonce();
        }
        if (quoted || lower.indexOf('\'') >= 0) {
            return quoted ? quoted(source.substring(1, source.length() - 1), bare) : notQuoted(bare);
        }
        if (KEYWORDS.contains(bare) || hash(bare) >= 0) {
            return notQuoted(bare);
        }
        return CspDirective.find(source) != null ? swallowed(lower) : HostSource.fault(source, lower);
    }

    private static @Nullable Fault characters(String source) {
        if (source.isEmpty()) {
            return new Fault("a source", "Leave the empty one out.");
        }
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == ';') {
                return new Fault("no semicolon", "A semicolon ends the directive: write %3B where a path has one.");
            }
            if (c == ',') {
                return new Fault(
                        "no comma",
                        "A comma ends the policy and begins another: separate sources by spaces, or write %2C in a path.");
            }
            if (c <= ' ' || c > '~') {
                return new Fault(
                        "one source of visible ASCII",
                        "Separate sources; write hosts in punycode, and percent-encode paths.");
            }
        }
        return null;
    }

    private static Fault fixedNonce() {
        return new Fault(
                NONCE + ", which each request fills in",
                "A nonce that stays the same protects nothing: write " + NONCE + ", or use a hash.");
    }

    /** What to say of the name of a directive that stands among the values of another one. */
    static Fault swallowed(String directive) {
        return new Fault("values of one directive", directive + " is a directive: is a ; missing before it?");
    }

    private static @Nullable Fault quoted(String inside, String bare) {
        int hash = hash(bare);
        if (hash >= 0) {
            return isDigest(inside.substring(HASHES.get(hash).length()), HASH_LENGTHS[hash])
                    ? null
                    : new Fault(
                            "the base64 of a whole digest",
                            "One that is cut off or misspelt matches nothing: copy it from the browser's message.");
        }
        return KEYWORDS.contains(bare)
                ? null
                : new Fault(
                        "a keyword or hash of CSP Level 3 in quotes", "Correct it; hosts and schemes take no quotes.");
    }

    private static Fault notQuoted(String bare) {
        return KEYWORDS.contains(bare) || hash(bare) >= 0
                ? new Fault("'" + bare + "'", "Put it in single quotes: without them it is the name of a host.")
                : new Fault(
                        "a keyword or hash of CSP Level 3 in quotes", "Correct it; hosts and schemes take no quotes.");
    }

    private static boolean isDigest(String text, int length) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!HostSource.isAlphanumeric(text.charAt(i)) && "+/-_".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        // Padding may be left out, it is no part of what is compared.
        return text.length() <= length && (end + 3) / 4 * 4 == length;
    }

    private static int hash(String bare) {
        for (int i = 0; i < HASHES.size(); i++) {
            if (bare.startsWith(HASHES.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether this, in lower case, is a hash in quotes. */
    static boolean isHash(String source) {
        return source.length() > 2 && source.charAt(0) == '\'' && hash(source.substring(1)) >= 0;
    }

    /** Whether one of them lets single scripts or styles in, so that browsers pass over {@code 'unsafe-inline'}. */
    static boolean hasNonceOrHash(List<String> sources) {
        for (String source : sources) {
            if (source.equals(NONCE) || isHash(source.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
