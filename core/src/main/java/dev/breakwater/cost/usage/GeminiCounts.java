/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.TokenUsage.Quality;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The overlapping counts of Gemini's {@code usageMetadata}, and how they become disjoint ones: cached tokens are part of
 * the prompt; thoughts are not part of the candidates, nor tool use of the prompt; the total is the sum of the four. Each
 * chunk of a stream repeats them, cumulatively: the largest value of each field holds.
 */
final class GeminiCounts extends Counts {
    final ModalityCounts promptKinds = new ModalityCounts();
    final ModalityCounts cachedKinds = new ModalityCounts();
    final ModalityCounts candidatesKinds = new ModalityCounts();
    final ModalityCounts toolUseKinds = new ModalityCounts();
    final GeminiSearches searches = new GeminiSearches();
    private long prompt = MISSING;
    private long cached = MISSING;
    private long candidates = MISSING;
    private long thoughts = MISSING;
    private long toolUse = MISSING;
    private long total = MISSING;
    private long queries;
    private long fees;
    private boolean finishing;
    private boolean finished;
    private boolean halfRead;
    private boolean read;
    private @Nullable String detail;
    private long detailTokens;

    void prompt(long tokens) {
        prompt = Math.max(prompt, tokens);
    }

    void cached(long tokens) {
        cached = Math.max(cached, tokens);
    }

    void candidates(long tokens) {
        candidates = Math.max(candidates, tokens);
    }

    void thoughts(long tokens) {
        thoughts = Math.max(thoughts, tokens);
    }

    void toolUse(long tokens) {
        toolUse = Math.max(toolUse, tokens);
    }

    void total(long tokens) {
        total = Math.max(total, tokens);
    }

    /** Has a fee of its own, whatever there is of it. */
    void usedMaps() {
        fees = Math.max(fees, 1);
    }

    /** The answer says that it is finished. */
    void finishing() {
        finishing = true;
    }

    /** The last chunk says that the answer is finished before it says what was used. */
    void chunkEnds() {
        finished = finishing;
    }

    void usageBegins() {
        halfRead = true;
    }

    void usageEnds() {
        halfRead = false;
        read = true;
    }

    /** An interaction says what was used only when it is finished. */
    void lastUsageEnds() {
        usageEnds();
        finished = true;
    }

    void detailNamed(String name) {
        detail = name;
    }

    void detailCounted(long tokens) {
        detailTokens = tokens;
    }

    /** An element of a list of modalities has ended. */
    void detailEnds(ModalityCounts kinds) {
        Modality kind = modality(detail);
        if (detailTokens > 0) {
            modality(kind);
        }
        kinds.add(kind, detailTokens);
        detail = null;
        detailTokens = 0;
    }

    /** The same of a list of tools that have a fee. */
    void toolEnds() {
        if ("google_search".equals(detail)) {
            queries = Math.max(queries, detailTokens);
        } else {
            fees = Math.max(fees, detailTokens);
        }
        detail = null;
        detailTokens = 0;
    }

    private static Modality modality(@Nullable String name) {
        return switch (name == null ? "" : name.toUpperCase(Locale.ROOT)) {
            case "TEXT" -> Modality.TEXT;
            case "AUDIO" -> Modality.AUDIO;
            case "IMAGE", "DOCUMENT" -> Modality.IMAGE;
            case "VIDEO" -> Modality.VIDEO;
            default -> Modality.OTHER;
        };
    }

    void tierNamed(String name) {
        if (!isStandard(name)) {
            tier(name);
        }
    }

    private static boolean isStandard(String tier) {
        return switch (tier) {
            case "ON_DEMAND", "TRAFFIC_TYPE_UNSPECIFIED", "standard", "STANDARD", "SERVICE_TIER_STANDARD", "default" ->
                true;
            default -> false;
        };
    }

    @Override
    Quality split(TokenUsage.Builder usage) {
        usage.webSearches(Math.max(queries, searches.total())).toolCalls(fees);
        if (prompt == MISSING) {
            // A call without a prompt does not exist. The others are left out when they are zero.
            return Quality.ABSENT;
        }
        if (!read) {
            return Quality.MALFORMED;
        }
        boolean cutOff = halfRead || (isBroken() && !finished);
        long visible = cutOff && candidates == MISSING ? estimatedOutput() : orZero(candidates);
        boolean inputAgrees = splitInput(usage);
        boolean outputAgrees = splitOutput(usage, visible);
        if (cutOff) {
            return Quality.PARTIAL;
        }
        return inputAgrees && outputAgrees ? Quality.EXACT : Quality.RECONCILED;
    }

    private boolean splitInput(TokenUsage.Builder usage) {
        long read = orZero(cached);
        Shares shares = new Shares(usage, prompt, promptKinds);
        if (read > prompt) {
            // Cached tokens beyond the prompt cannot be part of it: the larger reading has them beside it.
            shares.besideWhole();
        }
        shares.take(TokenClass.CACHE_READ, read, cachedKinds);
        boolean agrees = shares.rest(TokenClass.IN_FRESH);
        return new Shares(usage, orZero(toolUse), toolUseKinds).rest(TokenClass.TOOL_IN) && agrees;
    }

    private boolean splitOutput(TokenUsage.Builder usage, long seen) {
        long reasoning = orZero(thoughts);
        long unexplained = total == MISSING ? 0 : total - (prompt + orZero(toolUse) + seen + reasoning);
        // Answers of 2025 counted the thoughts among the candidates as well, and said so by their total.
        boolean among = reasoning > 0 && unexplained == -reasoning && reasoning <= seen;
        Shares shares = new Shares(usage, seen, candidatesKinds);
        if (among) {
            shares.takeText(TokenClass.OUT_REASONING, reasoning);
        } else {
            // The larger reading: thoughts that the total counts and the field does not.
            usage.tokens(TokenClass.OUT_REASONING, reasoning + Math.max(0, unexplained));
        }
        return shares.rest(TokenClass.OUT_VISIBLE) && (among || unexplained == 0);
    }
}
