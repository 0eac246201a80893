/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A content security policy as far as checks ask; the text is one that has been validated. Immutable. */
final class ContentPolicy {
    private static final List<String> TRUSTED = List.of("'nonce-", "'sha256-", "'sha384-", "'sha512-");

    private final Map<String, List<String>> directives;

    private ContentPolicy(Map<String, List<String>> directives) {
        this.directives = directives;
    }

    /** A policy; without a text, one that says nothing. */
    static ContentPolicy parse(@Nullable String text) {
        Map<String, List<String>> directives = new HashMap<>();
        for (String directive : text == null ? new String[0] : text.split(";", -1)) {
            String[] words = directive.strip().toLowerCase(Locale.ROOT).split(" +", -1);
            // Of a directive that is there twice, the first counts (CSP3 section 2.2.1).
            directives.putIfAbsent(words[0], List.of(Arrays.copyOfRange(words, 1, words.length)));
        }
        return new ContentPolicy(directives);
    }

    /** The sources of a directive; null if it is not there. */
    @Nullable
    List<String> sources(String directive) {
        return directives.get(directive);
    }

    /** Where scripts or styles may come from, by the directive or what it falls back to; null if from anywhere. */
    @Nullable
    List<String> effective(String directive) {
        return directives.getOrDefault(directive, directives.get("default-src"));
    }

    /** Whether code in the page itself runs: browsers leave 'unsafe-inline' aside beside a nonce or a hash (CSP3 6.7.3.2). */
    static boolean allowsInline(List<String> sources) {
        return sources.contains("'unsafe-inline'")
                && sources.stream().noneMatch(source -> TRUSTED.stream().anyMatch(source::startsWith));
    }
}
