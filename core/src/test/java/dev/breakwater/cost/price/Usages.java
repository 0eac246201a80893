/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;

/** Usages written for tables: {@code in 50, out 300, search 3, tier batch}. */
final class Usages {
    private Usages() {}

    static TokenUsage of(String text) {
        TokenUsage.Builder usage = TokenUsage.builder();
        for (String part : text.split(",")) {
            String[] words = part.strip().split(" ");
            add(usage, words[0], words[1]);
        }
        return usage.build();
    }

    private static void add(TokenUsage.Builder usage, String what, String value) {
        switch (what) {
            case "tier" -> usage.serviceTier(value);
            case "speed" -> usage.speed(value);
            case "region" -> usage.region(value);
            case "search" -> usage.webSearches(Long.parseLong(value));
            case "audio" -> usage.tokens(TokenClass.IN_FRESH, Modality.AUDIO, Long.parseLong(value));
            case "audio-read" -> usage.tokens(TokenClass.CACHE_READ, Modality.AUDIO, Long.parseLong(value));
            case "audio-out" -> usage.tokens(TokenClass.OUT_VISIBLE, Modality.AUDIO, Long.parseLong(value));
            case "image" -> usage.tokens(TokenClass.IN_FRESH, Modality.IMAGE, Long.parseLong(value));
            case "image-out" -> usage.tokens(TokenClass.OUT_VISIBLE, Modality.IMAGE, Long.parseLong(value));
            default -> usage.tokens(tokenClass(what), Modality.TEXT, Long.parseLong(value));
        }
    }

    private static TokenClass tokenClass(String what) {
        return switch (what) {
            case "in" -> TokenClass.IN_FRESH;
            case "read" -> TokenClass.CACHE_READ;
            case "write" -> TokenClass.CACHE_WRITE;
            case "write-5m" -> TokenClass.CACHE_WRITE_5M;
            case "write-30m" -> TokenClass.CACHE_WRITE_30M;
            case "write-1h" -> TokenClass.CACHE_WRITE_1H;
            case "tool" -> TokenClass.TOOL_IN;
            case "out" -> TokenClass.OUT_VISIBLE;
            case "thought" -> TokenClass.OUT_REASONING;
            default -> throw new IllegalArgumentException(what);
        };
    }
}
