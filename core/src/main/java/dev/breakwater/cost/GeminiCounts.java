/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.TokenUsage.Modality;
import dev.breakwater.cost.TokenUsage.Quality;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The overlapping counts of Gemini's {@code usageMetadata}, and how they become disjoint ones: cached tokens are part of
 * the prompt; thoughts are not part of the candidates, nor tool use of the prompt; the total is the sum of the four. For
 * one answer and one thread.
 */
final class GeminiCounts {
    static final long MISSING = -1;
    static final long MAX_COUNT = 1L << 53;

    final Set<Modality> modalities = EnumSet.noneOf(Modality.class);
    long prompt = MISSING;
    long cached = MISSING;
    long candidates = MISSING;
    long thoughts = MISSING;
    long toolUse = MISSING;
    long total = MISSING;

    @Nullable
    String model;

    @Nullable
    String id;

    private @Nullable String tier;
    private boolean malformed;

    void malformed() {
        malformed = true;
    }

    void tier(@Nullable String name) {
        if (name == null || isStandard(name)) {
            return;
        }
        tier = name;
    }

    private static boolean isStandard(String tier) {
        return switch (tier) {
            case "ON_DEMAND", "TRAFFIC_TYPE_UNSPECIFIED", "standard", "STANDARD", "SERVICE_TIER_STANDARD", "default" ->
                true;
            default -> false;
        };
    }

    TokenUsage toUsage() {
        TokenUsage.Builder usage =
                TokenUsage.builder().serviceTier(tier).responseModel(model).responseId(id);
        modalities.forEach(usage::modality);
        Quality quality = split(usage);
        if (malformed) {
            quality = Quality.MALFORMED;
        } else if (prompt == MISSING) {
            // A call without a prompt does not exist. The others are left out when they are zero.
            quality = Quality.ABSENT;
        }
        return usage.quality(quality).build();
    }

    private Quality split(TokenUsage.Builder usage) {
        long input = orZero(prompt);
        long read = orZero(cached);
        long visible = orZero(candidates);
        long reasoning = orZero(thoughts);
        long tool = orZero(toolUse);
        long unexplained = total == MISSING ? 0 : total - (input + visible + reasoning + tool);
        boolean agrees = unexplained == 0;
        if (reasoning > 0 && unexplained == -reasoning && reasoning <= visible) {
            // Answers of 2025 counted the thoughts among the candidates as well, and said so by their total.
            visible -= reasoning;
            agrees = true;
        }
        if (read > input) {
            // Cached tokens beyond the prompt cannot be part of it: the larger reading has them beside it.
            agrees = false;
        } else {
            input -= read;
        }
        if (unexplained > 0) {
            // The larger reading: thoughts that the total counts and the field does not.
            reasoning += unexplained;
        }
        usage.tokens(TokenClass.IN_FRESH, input)
                .tokens(TokenClass.CACHE_READ, read)
                .tokens(TokenClass.TOOL_IN, tool)
                .tokens(TokenClass.OUT_VISIBLE, visible)
                .tokens(TokenClass.OUT_REASONING, reasoning);
        return agrees ? Quality.EXACT : Quality.RECONCILED;
    }

    private static long orZero(long count) {
        return count == MISSING ? 0 : count;
    }
}
