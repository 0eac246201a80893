/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.AnswerFormat.Stream;
import java.util.function.Function;

/** Where Gemini says what was used. */
final class GeminiShapes {
    private static final String GROUNDING = "candidates[].groundingMetadata";
    static final AnswerFormat<GeminiCounts> GENERATE_CONTENT = generateContent();
    static final AnswerFormat<GeminiCounts> INTERACTIONS =
            new AnswerFormat<>(GeminiCounts::new, interaction(""), interactionEvent());

    private GeminiShapes() {}

    private static AnswerFormat<GeminiCounts> generateContent() {
        JsonShape<GeminiCounts> chunk = chunk();
        return new AnswerFormat<>(GeminiCounts::new, chunk, chunk, Stream.LIST);
    }

    private static JsonShape<GeminiCounts> chunk() {
        JsonShape<GeminiCounts> shape = new JsonShape<GeminiCounts>()
                .object("")
                .end("", GeminiCounts::chunkEnds)
                .text("modelVersion", Counts::model)
                .text("responseId", Counts::id)
                .length("candidates[].content.parts[].text", Counts::output)
                .text("candidates[].finishReason", (counts, reason) -> counts.finishing())
                .object("usageMetadata")
                .begin("usageMetadata", GeminiCounts::usageBegins)
                .end("usageMetadata", GeminiCounts::usageEnds)
                .count("usageMetadata.promptTokenCount", GeminiCounts::prompt)
                .count("usageMetadata.cachedContentTokenCount", GeminiCounts::cached)
                .count("usageMetadata.candidatesTokenCount", GeminiCounts::candidates)
                .count("usageMetadata.thoughtsTokenCount", GeminiCounts::thoughts)
                .count("usageMetadata.toolUsePromptTokenCount", GeminiCounts::toolUse)
                .count("usageMetadata.totalTokenCount", GeminiCounts::total)
                .text("usageMetadata.trafficType", GeminiCounts::tierNamed)
                .text("usageMetadata.serviceTier", GeminiCounts::tierNamed);
        grounding(shape);
        kinds(shape, "usageMetadata.promptTokensDetails", "tokenCount", counts -> counts.promptKinds);
        kinds(shape, "usageMetadata.cacheTokensDetails", "tokenCount", counts -> counts.cachedKinds);
        kinds(shape, "usageMetadata.candidatesTokensDetails", "tokenCount", counts -> counts.candidatesKinds);
        kinds(shape, "usageMetadata.toolUsePromptTokensDetails", "tokenCount", counts -> counts.toolUseKinds);
        return shape;
    }

    /** Searches are billed by the query, and Google Maps has a fee of its own. Neither is in the usage. */
    private static void grounding(JsonShape<GeminiCounts> shape) {
        shape.begin("candidates", counts -> counts.searches.candidatesBegin())
                .begin("candidates[]", counts -> counts.searches.candidateBegins())
                .end("candidates[]", counts -> counts.searches.candidateEnds())
                .optionalCount("candidates[].index", (counts, n) -> counts.searches.index(n))
                .length(GROUNDING + ".webSearchQueries[]", (counts, bytes) -> counts.searches.query(bytes))
                .length(GROUNDING + ".groundingChunks[].maps.uri", (counts, bytes) -> counts.usedMaps());
    }

    /** Each chunk repeats the lists: the last of each holds. */
    private static void kinds(
            JsonShape<GeminiCounts> shape, String list, String count, Function<GeminiCounts, ModalityCounts> of) {
        shape.optionalList(list)
                .begin(list, counts -> of.apply(counts).clear())
                .object(list + "[]")
                .end(list + "[]", counts -> counts.detailEnds(of.apply(counts)))
                .text(list + "[].modality", GeminiCounts::detailNamed)
                .optionalCount(list + "[]." + count, GeminiCounts::detailCounted);
    }

    private static JsonShape<GeminiCounts> interactionEvent() {
        return interaction("interaction.")
                .length("delta.text", Counts::output)
                .length("delta.arguments", Counts::output)
                .length("delta.content.text", Counts::output);
    }

    /** Its usage comes once, when all is done. */
    private static JsonShape<GeminiCounts> interaction(String at) {
        String usage = at + "usage";
        JsonShape<GeminiCounts> shape = new JsonShape<GeminiCounts>()
                .object("")
                .text(at + "model", Counts::model)
                .text(at + "id", Counts::id)
                .text(at + "service_tier", GeminiCounts::tierNamed)
                .optionalObject(usage)
                .begin(usage, GeminiCounts::usageBegins)
                .end(usage, GeminiCounts::lastUsageEnds)
                .optionalCount(usage + ".total_input_tokens", GeminiCounts::prompt)
                .optionalCount(usage + ".total_cached_tokens", GeminiCounts::cached)
                .optionalCount(usage + ".total_output_tokens", GeminiCounts::candidates)
                .optionalCount(usage + ".total_thought_tokens", GeminiCounts::thoughts)
                .optionalCount(usage + ".total_tool_use_tokens", GeminiCounts::toolUse)
                .optionalCount(usage + ".total_tokens", GeminiCounts::total);
        kinds(shape, usage + ".input_tokens_by_modality", "tokens", counts -> counts.promptKinds);
        kinds(shape, usage + ".cached_tokens_by_modality", "tokens", counts -> counts.cachedKinds);
        kinds(shape, usage + ".output_tokens_by_modality", "tokens", counts -> counts.candidatesKinds);
        kinds(shape, usage + ".tool_use_tokens_by_modality", "tokens", counts -> counts.toolUseKinds);
        String tools = usage + ".grounding_tool_count";
        return shape.optionalList(tools)
                .end(tools + "[]", GeminiCounts::toolEnds)
                .text(tools + "[].type", GeminiCounts::detailNamed)
                .optionalCount(tools + "[].count", GeminiCounts::detailCounted);
    }
}
