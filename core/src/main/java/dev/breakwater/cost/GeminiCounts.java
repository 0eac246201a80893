/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.TokenUsage.Quality;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The overlapping counts of Gemini's {@code usageMetadata}, and how they become disjoint ones: cached tokens are part of
 * the prompt; thoughts are not part of the candidates, nor tool use of the prompt; the total is the sum of the four. Each
 * chunk of a stream repeats them, cumulatively: the largest value of each field holds.
 */
final class GeminiCounts extends Counts {
    private static final String GROUNDING = "candidates[].groundingMetadata";
    private static final JsonShape<GeminiCounts> CHUNK = chunk();
    static final AnswerFormat<GeminiCounts> FORMAT = new AnswerFormat<>(GeminiCounts::new, CHUNK, CHUNK, true);

    private long prompt = MISSING;
    private long cached = MISSING;
    private long candidates = MISSING;
    private long thoughts = MISSING;
    private long toolUse = MISSING;
    private long total = MISSING;
    private final GeminiSearches searches = new GeminiSearches();
    private boolean usedMaps;
    private boolean finishing;
    private boolean finished;
    private @Nullable String detail;
    private long detailTokens;

    private static JsonShape<GeminiCounts> chunk() {
        JsonShape<GeminiCounts> shape = new JsonShape<GeminiCounts>()
                .object("")
                .end("", GeminiCounts::chunkEnds)
                .text("modelVersion", Counts::model)
                .text("responseId", Counts::id)
                .length("candidates[].content.parts[].text", Counts::output)
                .text("candidates[].finishReason", (counts, reason) -> counts.finishing = true)
                .object("usageMetadata")
                .count("usageMetadata.promptTokenCount", (counts, n) -> counts.prompt = Math.max(counts.prompt, n))
                .count(
                        "usageMetadata.cachedContentTokenCount",
                        (counts, n) -> counts.cached = Math.max(counts.cached, n))
                .count(
                        "usageMetadata.candidatesTokenCount",
                        (counts, n) -> counts.candidates = Math.max(counts.candidates, n))
                .count(
                        "usageMetadata.thoughtsTokenCount",
                        (counts, n) -> counts.thoughts = Math.max(counts.thoughts, n))
                .count(
                        "usageMetadata.toolUsePromptTokenCount",
                        (counts, n) -> counts.toolUse = Math.max(counts.toolUse, n))
                .count("usageMetadata.totalTokenCount", (counts, n) -> counts.total = Math.max(counts.total, n))
                .text("usageMetadata.trafficType", GeminiCounts::tierNamed)
                .text("usageMetadata.serviceTier", GeminiCounts::tierNamed);
        grounding(shape);
        details(shape, "usageMetadata.promptTokensDetails");
        details(shape, "usageMetadata.cacheTokensDetails");
        details(shape, "usageMetadata.candidatesTokensDetails");
        details(shape, "usageMetadata.toolUsePromptTokensDetails");
        return shape;
    }

    /** Searches are billed by the query, and Google Maps has a fee of its own. Neither is in the usage. */
    private static void grounding(JsonShape<GeminiCounts> shape) {
        shape.begin("candidates", counts -> counts.searches.candidatesBegin())
                .begin("candidates[]", counts -> counts.searches.candidateBegins())
                .end("candidates[]", counts -> counts.searches.candidateEnds())
                .optionalCount("candidates[].index", (counts, n) -> counts.searches.index(n))
                .length(GROUNDING + ".webSearchQueries[]", (counts, bytes) -> counts.searches.query(bytes))
                .length(GROUNDING + ".groundingChunks[].maps.uri", (counts, bytes) -> counts.usedMaps = true);
    }

    private static void details(JsonShape<GeminiCounts> shape, String list) {
        shape.optionalList(list)
                .object(list + "[]")
                .end(list + "[]", GeminiCounts::detailEnds)
                .text(list + "[].modality", (counts, name) -> counts.detail = name)
                .optionalCount(list + "[].tokenCount", (counts, n) -> counts.detailTokens = n);
    }

    /** The last chunk says that the answer is finished before it says what was used. */
    private void chunkEnds() {
        finished = finishing;
    }

    private void detailEnds() {
        modality(modality(detail), detailTokens);
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

    private void tierNamed(String name) {
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
        usage.webSearches(searches.total()).toolCalls(usedMaps ? 1 : 0);
        if (prompt == MISSING) {
            // A call without a prompt does not exist. The others are left out when they are zero.
            return Quality.ABSENT;
        }
        boolean cutOff = isBroken() && !finished;
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
        // Cached tokens beyond the prompt cannot be part of it: the larger reading has them beside it.
        boolean part = read <= prompt;
        usage.tokens(TokenClass.IN_FRESH, part ? prompt - read : prompt)
                .tokens(TokenClass.CACHE_READ, read)
                .tokens(TokenClass.TOOL_IN, orZero(toolUse));
        return part;
    }

    private boolean splitOutput(TokenUsage.Builder usage, long seen) {
        long reasoning = orZero(thoughts);
        long unexplained = total == MISSING ? 0 : total - (prompt + orZero(toolUse) + seen + reasoning);
        // Answers of 2025 counted the thoughts among the candidates as well, and said so by their total.
        boolean among = reasoning > 0 && unexplained == -reasoning && reasoning <= seen;
        // The larger reading: thoughts that the total counts and the field does not.
        usage.tokens(TokenClass.OUT_VISIBLE, among ? seen - reasoning : seen)
                .tokens(TokenClass.OUT_REASONING, reasoning + Math.max(0, unexplained));
        return among || unexplained == 0;
    }
}
