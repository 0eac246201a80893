/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.TokenUsage.Quality;

/**
 * OpenAI's {@code usage}: tokens read from the cache and written to it are part of the input, reasoning is part of the
 * output, and the total is the sum of the two. A streamed chat tells it only if asked to, in a chunk of its own; a
 * streamed response in its last event.
 */
final class OpenAiCounts extends Counts {
    static final AnswerFormat<OpenAiCounts> CHAT = new AnswerFormat<>(OpenAiCounts::new, chat(), chat(), false);
    static final AnswerFormat<OpenAiCounts> RESPONSES =
            new AnswerFormat<>(OpenAiCounts::new, response("", false), response("response.", true), false);

    private long input;
    private long cached;
    private long written;
    private long written30m;
    private long written12h;
    private long output;
    private long reasoning;
    private long total;
    private long webSearches;
    private long toolCalls;
    private boolean halfRead;

    OpenAiCounts() {
        clear();
    }

    private static JsonShape<OpenAiCounts> chat() {
        return new JsonShape<OpenAiCounts>()
                .object("")
                .text("id", Counts::id)
                .text("model", Counts::model)
                .text("service_tier", OpenAiCounts::tierNamed)
                .length("choices[].delta.content", Counts::output)
                .length("choices[].delta.reasoning_content", Counts::output)
                .length("choices[].delta.refusal", Counts::output)
                .length("choices[].delta.tool_calls[].function.arguments", Counts::output)
                .optionalObject("usage")
                .begin("usage", OpenAiCounts::readFrom)
                .end("usage", OpenAiCounts::readInFull)
                .count("usage.prompt_tokens", (counts, count) -> counts.input = count)
                .count("usage.completion_tokens", (counts, count) -> counts.output = count)
                .count("usage.total_tokens", (counts, count) -> counts.total = count)
                .optionalObject("usage.prompt_tokens_details")
                .optionalCount("usage.prompt_tokens_details.cached_tokens", (counts, count) -> counts.cached = count)
                .optionalCount(
                        "usage.prompt_tokens_details.cache_write_tokens", (counts, count) -> counts.written = count)
                .optionalCount("usage.prompt_tokens_details.audio_tokens", OpenAiCounts::audio)
                .optionalCount("usage.prompt_tokens_details.image_tokens", OpenAiCounts::image)
                .optionalObject("usage.completion_tokens_details")
                .optionalCount(
                        "usage.completion_tokens_details.reasoning_tokens", (counts, count) -> counts.reasoning = count)
                .optionalCount("usage.completion_tokens_details.audio_tokens", OpenAiCounts::audio);
    }

    private static JsonShape<OpenAiCounts> response(String at, boolean event) {
        String usage = at + "usage";
        String input = usage + ".input_tokens_details";
        String output = usage + ".output_tokens_details";
        String written = input + ".cache_write_tokens_details";
        JsonShape<OpenAiCounts> shape = new JsonShape<OpenAiCounts>()
                .object("")
                .text(at + "id", Counts::id)
                .text(at + "model", Counts::model)
                .text(at + "service_tier", OpenAiCounts::tierNamed)
                .begin(at + "output", OpenAiCounts::itemsBegin)
                .text(at + "output[].type", OpenAiCounts::item)
                .optionalObject(usage)
                .begin(usage, OpenAiCounts::readFrom)
                .end(usage, OpenAiCounts::readInFull)
                .count(usage + ".input_tokens", (counts, count) -> counts.input = count)
                .count(usage + ".output_tokens", (counts, count) -> counts.output = count)
                .count(usage + ".total_tokens", (counts, count) -> counts.total = count)
                .optionalObject(input)
                .optionalCount(input + ".cached_tokens", (counts, count) -> counts.cached = count)
                .optionalCount(input + ".cache_write_tokens", (counts, count) -> counts.written = count)
                .optionalObject(written)
                .optionalCount(written + ".ttl_30m_tokens", (counts, count) -> counts.written30m = count)
                .optionalCount(written + ".ttl_12h_tokens", (counts, count) -> counts.written12h = count)
                .optionalObject(output)
                .optionalCount(output + ".reasoning_tokens", (counts, count) -> counts.reasoning = count);
        return event ? shape.length("delta", Counts::output) : shape;
    }

    private void clear() {
        input = MISSING;
        cached = MISSING;
        written = MISSING;
        written30m = MISSING;
        written12h = MISSING;
        output = MISSING;
        reasoning = MISSING;
        total = MISSING;
    }

    /** Of several usages in a stream the last one holds, and holds as a whole. */
    private void readFrom() {
        clear();
        halfRead = true;
    }

    private void readInFull() {
        halfRead = false;
    }

    private void tierNamed(String name) {
        tier(name.equals("default") || name.equals("standard") ? null : name);
    }

    /** Of several lists of items in a stream the last one holds. */
    private void itemsBegin() {
        webSearches = 0;
        toolCalls = 0;
    }

    /** What other tools do is free, or runs at the caller. */
    private void item(String type) {
        switch (type) {
            case "web_search_call" -> webSearches++;
            case "file_search_call", "code_interpreter_call", "image_generation_call" -> toolCalls++;
            default -> {
                // Text, reasoning, or a call of the caller's own tools.
            }
        }
    }

    private void audio(long tokens) {
        modality(Modality.AUDIO, tokens);
    }

    private void image(long tokens) {
        modality(Modality.IMAGE, tokens);
    }

    @Override
    Quality split(TokenUsage.Builder usage) {
        usage.webSearches(webSearches).toolCalls(toolCalls);
        if (halfRead) {
            return Quality.MALFORMED;
        }
        if (input == MISSING) {
            return Quality.ABSENT;
        }
        // Embeddings have no output and say so by their total alone.
        boolean silent = output == MISSING;
        long out = silent ? Math.max(0, orZero(total) - input) : output;
        long unexplained = total == MISSING ? 0 : total - (input + out);
        boolean agrees = splitInput(usage) && unexplained == 0;
        // The larger reading: output that the total counts and the field does not.
        agrees &= splitOutput(usage, out + Math.max(0, unexplained), orZero(reasoning));
        if (silent && total == MISSING) {
            return Quality.MALFORMED;
        }
        return agrees ? Quality.EXACT : Quality.RECONCILED;
    }

    private boolean splitInput(TokenUsage.Builder usage) {
        long lasting = orZero(written30m) + orZero(written12h);
        long write = Math.max(orZero(written), lasting);
        long beside = orZero(cached) + write;
        boolean part = beside <= input;
        // More than the input cannot be part of it: the larger reading has them beside it.
        usage.tokens(TokenClass.IN_FRESH, part ? input - beside : input)
                .tokens(TokenClass.CACHE_READ, orZero(cached))
                .tokens(TokenClass.CACHE_WRITE_30M, orZero(written30m))
                .tokens(TokenClass.CACHE_WRITE_12H, orZero(written12h))
                .tokens(TokenClass.CACHE_WRITE, write - lasting);
        return part && (written == MISSING || lasting <= written);
    }
}
