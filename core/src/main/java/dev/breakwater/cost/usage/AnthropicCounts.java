/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.TokenUsage.Quality;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's {@code usage}: tokens read from the cache and written to it are not part of the input; the split of writes
 * by lifetime is part of all writes; thinking is part of the output. A stream tells the input first and the output last,
 * in events whose counts are cumulative: each field's last value holds.
 */
final class AnthropicCounts extends Counts {
    static final AnswerFormat<AnthropicCounts> FORMAT = new AnswerFormat<>(AnthropicCounts::new, document(), event());

    private long input = MISSING;
    private long read = MISSING;
    private long written = MISSING;
    private long written5m = MISSING;
    private long written1h = MISSING;
    private long output = MISSING;
    private long begunOutput = MISSING;
    private long thinking = MISSING;
    private long webSearches = MISSING;
    private long executions = MISSING;
    private long executionsSeen;
    private boolean inputHalfRead;
    private boolean outputHalfRead;
    private boolean finishing;
    private boolean finished;
    private @Nullable String speed;
    private @Nullable String region;

    private static JsonShape<AnthropicCounts> document() {
        JsonShape<AnthropicCounts> shape = new JsonShape<AnthropicCounts>()
                .object("")
                .text("id", Counts::id)
                .text("model", Counts::model)
                .text("content[].type", AnthropicCounts::block)
                .object("usage")
                .begin("usage", counts -> counts.inputHalfRead = true)
                .end("usage", counts -> counts.inputHalfRead = false)
                .count("usage.output_tokens", (counts, count) -> counts.output = count);
        return usage("usage", shape);
    }

    private static JsonShape<AnthropicCounts> event() {
        JsonShape<AnthropicCounts> shape = new JsonShape<AnthropicCounts>()
                .object("")
                .end("", counts -> counts.finished = counts.finishing)
                .text("delta.stop_reason", (counts, reason) -> counts.finishing = true)
                .text("message.id", Counts::id)
                .text("message.model", Counts::model)
                .text("content_block.type", AnthropicCounts::block)
                .length("delta.text", Counts::output)
                .length("delta.thinking", Counts::output)
                .length("delta.partial_json", Counts::output)
                .object("message.usage")
                .begin("message.usage", counts -> counts.inputHalfRead = true)
                .end("message.usage", counts -> counts.inputHalfRead = false)
                .optionalCount("message.usage.output_tokens", (counts, count) -> counts.begunOutput = count)
                .optionalObject("usage")
                .begin("usage", counts -> counts.outputHalfRead = true)
                .end("usage", counts -> counts.outputHalfRead = false)
                .optionalCount("usage.output_tokens", (counts, count) -> counts.output = count);
        return usage("usage", usage("message.usage", shape));
    }

    private static JsonShape<AnthropicCounts> usage(String at, JsonShape<AnthropicCounts> shape) {
        String writes = at + ".cache_creation";
        return shape.optionalCount(at + ".input_tokens", (counts, count) -> counts.input = count)
                .optionalCount(at + ".cache_read_input_tokens", (counts, count) -> counts.read = count)
                .optionalCount(at + ".cache_creation_input_tokens", (counts, count) -> counts.written = count)
                .optionalObject(writes)
                .optionalCount(writes + ".ephemeral_5m_input_tokens", (counts, count) -> counts.written5m = count)
                .optionalCount(writes + ".ephemeral_1h_input_tokens", (counts, count) -> counts.written1h = count)
                .optionalObject(at + ".output_tokens_details")
                .optionalCount(
                        at + ".output_tokens_details.thinking_tokens", (counts, count) -> counts.thinking = count)
                .optionalObject(at + ".server_tool_use")
                .optionalCount(
                        at + ".server_tool_use.web_search_requests", (counts, count) -> counts.webSearches = count)
                .optionalCount(
                        at + ".server_tool_use.code_execution_requests", (counts, count) -> counts.executions = count)
                .text(at + ".service_tier", (counts, name) -> counts.tier(name.equals("standard") ? null : name))
                .text(at + ".speed", (counts, name) -> counts.speed = name.equals("standard") ? null : name)
                .text(at + ".inference_geo", (counts, name) -> counts.region = isAnywhere(name) ? null : name);
    }

    /** The provider's own executions alone have such results, by any of its tools; it may not count them in its usage. */
    private void block(String type) {
        if (type.endsWith("code_execution_tool_result")) {
            executionsSeen++;
        }
    }

    /** Where no region was asked for, or the model does not offer a choice, the list price holds. */
    private static boolean isAnywhere(String region) {
        return region.equals("global") || region.equals("not_available");
    }

    @Override
    Quality split(TokenUsage.Builder usage) {
        usage.speed(speed)
                .region(region)
                .webSearches(orZero(webSearches))
                .toolCalls(Math.max(executionsSeen, orZero(executions)));
        if (inputHalfRead) {
            return Quality.MALFORMED;
        }
        if (input == MISSING) {
            return Quality.ABSENT;
        }
        boolean agrees = splitInput(usage);
        if (isStreamed() && (output == MISSING || outputHalfRead || (isBroken() && !finished))) {
            // The first event counts what was there when it was sent, which is next to nothing.
            usage.tokens(TokenClass.OUT_VISIBLE, Math.max(Math.max(begunOutput, output), estimatedOutput()));
            return Quality.PARTIAL;
        }
        if (output == MISSING) {
            return Quality.MALFORMED;
        }
        return splitOutput(usage, output, TEXT_ONLY, orZero(thinking)) && agrees ? Quality.EXACT : Quality.RECONCILED;
    }

    private boolean splitInput(TokenUsage.Builder usage) {
        long lasting = orZero(written5m) + orZero(written1h);
        long rest = written == MISSING ? 0 : written - lasting;
        usage.tokens(TokenClass.IN_FRESH, input)
                .tokens(TokenClass.CACHE_READ, orZero(read))
                .tokens(TokenClass.CACHE_WRITE_5M, orZero(written5m))
                .tokens(TokenClass.CACHE_WRITE_1H, orZero(written1h))
                .tokens(TokenClass.CACHE_WRITE, Math.max(0, rest));
        return rest >= 0;
    }
}
