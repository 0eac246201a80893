/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.policy.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A content security policy given as text (CSP Level 3): what is wrong with it, and what of it is sent. It catches what
 * browsers pass over in silence, where a policy looks strict and is not.
 */
final class CspText {
    private static final String CODE = "BW-HEADERS-040";
    private static final Set<String> SOURCE_LISTS = Set.of(
            "base-uri",
            "child-src",
            "connect-src",
            "default-src",
            "fenced-frame-src",
            "font-src",
            "form-action",
            "frame-ancestors",
            "frame-src",
            "img-src",
            "manifest-src",
            "media-src",
            "object-src",
            "prefetch-src",
            "script-src",
            "script-src-attr",
            "script-src-elem",
            "style-src",
            "style-src-attr",
            "style-src-elem",
            "worker-src");
    private static final Set<String> OTHERS = Set.of(
            "block-all-mixed-content",
            "report-to",
            "report-uri",
            "require-trusted-types-for",
            "sandbox",
            "trusted-types",
            "upgrade-insecure-requests");
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
    private static final String UPGRADE = "upgrade-insecure-requests";

    private final String path;
    private final Problems problems;
    private final Map<String, List<String>> directives = new LinkedHashMap<>();

    private CspText(String path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    /** Reads a policy and notes its faults. */
    static CspText of(String text, String path, Problems problems) {
        CspText policy = new CspText(path, problems);
        for (String part : text.split(";", -1)) {
            List<String> words = words(part);
            if (!words.isEmpty()) {
                policy.directive(words);
            }
        }
        if (policy.directives.isEmpty()) {
            policy.fault(text, "at least one directive", "Write default-src 'self', or leave the policy out.");
        }
        return policy;
    }

    private static List<String> words(String part) {
        return part.isBlank() ? List.of() : List.of(part.strip().split("[ \t]+"));
    }

    private void directive(List<String> words) {
        String name = words.get(0).toLowerCase(Locale.ROOT);
        List<String> values = words.subList(1, words.size());
        if (!SOURCE_LISTS.contains(name) && !OTHERS.contains(name)) {
            fault(
                    words.get(0),
                    "a directive of CSP Level 3",
                    "Browsers pass over a directive they do not know: correct or remove it.");
        }
        if (directives.putIfAbsent(name, values) != null) {
            fault(name, "each directive once", "Browsers read the first and pass over the second: join the two.");
        }
        for (String value : values) {
            if (value.indexOf(',') >= 0) {
                fault(
                        value,
                        "no comma",
                        "A comma ends the policy and begins another: separate by spaces and semicolons.");
            }
        }
        if (SOURCE_LISTS.contains(name)) {
            sources(name, values);
        }
    }

    private void sources(String directive, List<String> sources) {
        Map<String, String> seen = new HashMap<>();
        for (String source : sources) {
            String lower = source.toLowerCase(Locale.ROOT);
            seen.put(lower, source);
            source(source, lower);
        }
        if (seen.containsKey("'none'") && seen.size() > 1) {
            fault(directive, "'none' alone", "Beside other sources 'none' means nothing: remove it or them.");
        }
        if (seen.containsKey("'strict-dynamic'") && seen.keySet().stream().noneMatch(CspText::isHash)) {
            fault(directive, "a hash beside 'strict-dynamic'", "Without one no script is trusted to begin with.");
        }
    }

    private void source(String source, String lower) {
        String bare = lower.replace("'", "");
        boolean quoted = lower.length() > 2 && lower.equals("'" + bare + "'");
        if (bare.startsWith("nonce-")) {
            fault(source, "no nonce in a fixed text", "A nonce that stays the same protects nothing: use a hash.");
        } else if (!quoted && (KEYWORDS.contains(bare) || isHash("'" + bare))) {
            fault(source, "'" + bare + "'", "Put it in single quotes: without them it is the name of a host.");
        } else if (lower.indexOf('\'') >= 0 && !KEYWORDS.contains(bare) && !(quoted && isHash(lower))) {
            fault(
                    source,
                    "a keyword or hash of CSP Level 3 in quotes",
                    "Correct it; hosts and schemes take no quotes.");
        }
    }

    private static boolean isHash(String source) {
        return HASHES.stream().anyMatch(hash -> source.startsWith(hash, 1));
    }

    private void fault(String value, String expected, String fix) {
        problems.error(CODE, path, value, expected, fix);
    }

    /** The sources of {@code frame-ancestors}, or null if the policy does not say. */
    @Nullable
    List<String> frameAncestors() {
        return directives.get("frame-ancestors");
    }

    /** The policy with other {@code frame-ancestors}. */
    CspText withFrameAncestors(String source) {
        CspText changed = new CspText(path, problems);
        changed.directives.putAll(directives);
        changed.directives.put("frame-ancestors", List.of(source));
        return changed;
    }

    /** The text to send over TLS. */
    String secure() {
        return text(true);
    }

    /**
     * The text to send otherwise, empty if nothing is left: without {@code upgrade-insecure-requests}, which makes
     * browsers ask a port without TLS for TLS and get no page at all.
     */
    String plain() {
        return text(false);
    }

    private String text(boolean secure) {
        StringBuilder text = new StringBuilder();
        directives.forEach((name, values) -> {
            if (secure || !name.equals(UPGRADE)) {
                text.append(text.isEmpty() ? "" : "; ").append(name);
                values.forEach(value -> text.append(' ').append(value));
            }
        });
        return text.toString();
    }
}
