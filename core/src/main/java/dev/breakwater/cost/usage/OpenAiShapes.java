/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.OpenAiCounts.Dialect;
import java.util.function.Function;

/** Where OpenAI, and those who answer in its shapes, say what was used. */
final class OpenAiShapes {
    static final AnswerFormat<OpenAiCounts> CHAT = chat(Dialect.OPENAI, shape());
    static final AnswerFormat<OpenAiCounts> MISTRAL = chat(Dialect.OPENAI, mistral());
    static final AnswerFormat<OpenAiCounts> DEEPSEEK = chat(Dialect.OPENAI, deepSeek());
    static final AnswerFormat<OpenAiCounts> GROQ = chat(Dialect.OPENAI, groq());
    static final AnswerFormat<OpenAiCounts> OPENROUTER = chat(Dialect.OPENAI, openRouter());
    static final AnswerFormat<OpenAiCounts> XAI = chat(Dialect.XAI, xAi());
    static final AnswerFormat<OpenAiCounts> PERPLEXITY = chat(Dialect.PERPLEXITY, perplexity());
    static final AnswerFormat<OpenAiCounts> RESPONSES =
            new AnswerFormat<>(() -> new OpenAiCounts(Dialect.OPENAI), response(""), streamedResponse());
    static final AnswerFormat<OpenAiCounts> IMAGES = chat(Dialect.IMAGES, images());
    static final AnswerFormat<OpenAiCounts> REALTIME = chat(Dialect.OPENAI, realtime());

    private OpenAiShapes() {}

    private static AnswerFormat<OpenAiCounts> chat(Dialect dialect, JsonShape<OpenAiCounts> shape) {
        return new AnswerFormat<>(() -> new OpenAiCounts(dialect), shape, shape);
    }

    private static JsonShape<OpenAiCounts> shape() {
        JsonShape<OpenAiCounts> shape = new JsonShape<OpenAiCounts>()
                .object("")
                .text("id", Counts::id)
                .text("model", Counts::model)
                .text("service_tier", OpenAiCounts::tierNamed)
                .end("", OpenAiCounts::chunkEnds)
                .begin("choices[]", OpenAiCounts::choiceBegins)
                .text("choices[].finish_reason", (counts, reason) -> counts.finish())
                .length("choices[].delta.content", Counts::output)
                .length("choices[].delta.reasoning_content", Counts::output)
                .length("choices[].delta.reasoning", Counts::output)
                .length("choices[].delta.refusal", Counts::output)
                .length("choices[].delta.tool_calls[].function.arguments", Counts::output);
        return chatUsage(shape, "usage");
    }

    private static JsonShape<OpenAiCounts> chatUsage(JsonShape<OpenAiCounts> shape, String usage) {
        String input = usage + ".prompt_tokens_details";
        String output = usage + ".completion_tokens_details";
        usage(shape, usage)
                .count(usage + ".prompt_tokens", (counts, n) -> counts.input = n)
                .count(usage + ".completion_tokens", (counts, n) -> counts.output = n);
        cacheUse(shape, input);
        kinds(shape, input, counts -> counts.inputKinds);
        kinds(shape, output, counts -> counts.outputKinds);
        return shape.optionalCount(output + ".reasoning_tokens", (counts, n) -> counts.reasoning = n);
    }

    private static JsonShape<OpenAiCounts> usage(JsonShape<OpenAiCounts> shape, String usage) {
        return shape.optionalObject(usage)
                .begin(usage, OpenAiCounts::usageBegins)
                .end(usage, OpenAiCounts::usageEnds)
                .count(usage + ".total_tokens", (counts, n) -> counts.total = n);
    }

    private static void cacheUse(JsonShape<OpenAiCounts> shape, String details) {
        String written = details + ".cache_write_tokens_details";
        shape.optionalObject(details)
                .optionalCount(details + ".cached_tokens", (counts, n) -> counts.cached = n)
                .optionalCount(details + ".cache_write_tokens", (counts, n) -> counts.written = n)
                .optionalObject(written)
                .optionalCount(written + ".ttl_30m_tokens", (counts, n) -> counts.written30m = n)
                .optionalCount(written + ".ttl_12h_tokens", (counts, n) -> counts.written12h = n);
    }

    private static void kinds(
            JsonShape<OpenAiCounts> shape, String details, Function<OpenAiCounts, ModalityCounts> of) {
        shape.optionalObject(details)
                .optionalCount(
                        details + ".text_tokens",
                        (counts, n) -> of.apply(counts).add(Modality.TEXT, n))
                .optionalCount(
                        details + ".audio_tokens",
                        (counts, n) -> of.apply(counts).add(Modality.AUDIO, n))
                .optionalCount(
                        details + ".image_tokens",
                        (counts, n) -> of.apply(counts).add(Modality.IMAGE, n))
                .optionalCount(
                        details + ".video_tokens",
                        (counts, n) -> of.apply(counts).add(Modality.VIDEO, n));
    }

    private static JsonShape<OpenAiCounts> streamedResponse() {
        return response("response.").length("delta", Counts::output);
    }

    private static JsonShape<OpenAiCounts> response(String at) {
        JsonShape<OpenAiCounts> shape = new JsonShape<OpenAiCounts>()
                .object("")
                .text(at + "id", Counts::id)
                .text(at + "model", Counts::model)
                .text(at + "service_tier", OpenAiCounts::tierNamed)
                .begin(at + "output", OpenAiCounts::itemsBegin)
                .text(at + "output[].type", OpenAiCounts::item);
        return itemUsage(shape, at + "usage", "input_tokens_details", "output_tokens_details");
    }

    /** One event of a socket. It has no model. */
    private static JsonShape<OpenAiCounts> realtime() {
        String input = "input_token_details";
        JsonShape<OpenAiCounts> shape = new JsonShape<OpenAiCounts>().object("").text("response.id", Counts::id);
        kinds(shape, "response.usage." + input + ".cached_tokens_details", counts -> counts.cachedKinds);
        return itemUsage(shape, "response.usage", input, "output_token_details");
    }

    private static JsonShape<OpenAiCounts> images() {
        JsonShape<OpenAiCounts> shape =
                new JsonShape<OpenAiCounts>().object("").text("service_tier", OpenAiCounts::tierNamed);
        return itemUsage(shape, "usage", "input_tokens_details", "output_tokens_details");
    }

    private static JsonShape<OpenAiCounts> itemUsage(
            JsonShape<OpenAiCounts> shape, String usage, String inputDetails, String outputDetails) {
        String input = usage + "." + inputDetails;
        String output = usage + "." + outputDetails;
        usage(shape, usage)
                .end(usage, OpenAiCounts::lastUsageEnds)
                .count(usage + ".input_tokens", (counts, n) -> counts.input = n)
                .count(usage + ".output_tokens", (counts, n) -> counts.output = n);
        cacheUse(shape, input);
        kinds(shape, input, counts -> counts.inputKinds);
        kinds(shape, output, counts -> counts.outputKinds);
        return shape.optionalCount(output + ".reasoning_tokens", (counts, n) -> counts.reasoning = n);
    }

    /** Text can come in pieces, of which some are thoughts; sound is billed by the second. */
    private static JsonShape<OpenAiCounts> mistral() {
        return shape().length("choices[].delta.content[].text", Counts::output)
                .length("choices[].delta.content[].thinking[].text", Counts::output)
                .optionalCount("usage.prompt_audio_seconds", OpenAiCounts::feeBeside);
    }

    private static JsonShape<OpenAiCounts> deepSeek() {
        return shape().optionalCount("usage.prompt_cache_hit_tokens", (counts, n) -> counts.cached = n)
                .optionalCount("usage.prompt_cache_miss_tokens", (counts, n) -> counts.cacheMisses = n);
    }

    /** The last chunk of a stream has a usage of its own, asked for or not. */
    private static JsonShape<OpenAiCounts> groq() {
        return chatUsage(shape(), "x_groq.usage");
    }

    private static JsonShape<OpenAiCounts> openRouter() {
        return shape().optionalDollars("usage.cost", (counts, nano) -> counts.bill.nanoUsd(nano))
                .flag("usage.is_byok", (counts, is) -> counts.bill.ownKey(is))
                .optionalObject("usage.cost_details")
                .optionalDollars(
                        "usage.cost_details.upstream_inference_cost", (counts, nano) -> counts.bill.upstream(nano));
    }

    private static JsonShape<OpenAiCounts> xAi() {
        return shape().optionalCount("usage.cost_in_usd_ticks", (counts, ticks) -> counts.bill.ticks(ticks))
                .optionalCount("usage.num_sources_used", OpenAiCounts::feeBeside);
    }

    private static JsonShape<OpenAiCounts> perplexity() {
        return shape().optionalCount("usage.reasoning_tokens", (counts, n) -> counts.reasoning = n)
                .optionalCount("usage.citation_tokens", (counts, n) -> counts.citations = n)
                .optionalCount("usage.num_search_queries", OpenAiCounts::searched)
                .optionalObject("usage.cost")
                .optionalDollars("usage.cost.total_cost", (counts, nano) -> counts.bill.nanoUsd(nano));
    }
}
