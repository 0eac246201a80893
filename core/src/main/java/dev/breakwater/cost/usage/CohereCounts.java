/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.TokenUsage.Quality;

/**
 * Cohere's {@code billed_units}: what is billed, whatever was read and written besides. A chat has them in its
 * {@code usage}, and streamed in its last event; embed and rerank have them in their {@code meta}.
 */
final class CohereCounts extends Counts {
    static final AnswerFormat<CohereCounts> FORMAT = format();

    private long input = MISSING;
    private long images = MISSING;
    private long output = MISSING;
    private long fees;
    private boolean embedded;
    private boolean halfRead;

    private static AnswerFormat<CohereCounts> format() {
        JsonShape<CohereCounts> document =
                new JsonShape<CohereCounts>().object("").text("id", Counts::id);
        billed("usage", document);
        billed("meta", document).begin("meta", counts -> counts.embedded = true);
        JsonShape<CohereCounts> event = new JsonShape<CohereCounts>()
                .object("")
                .text("id", Counts::id)
                .length("delta.message.content.text", Counts::output)
                .length("delta.message.content.thinking", Counts::output)
                .length("delta.message.tool_plan", Counts::output)
                .length("delta.message.tool_calls.function.arguments", Counts::output);
        return new AnswerFormat<>(CohereCounts::new, document, billed("delta.usage", event));
    }

    private static JsonShape<CohereCounts> billed(String at, JsonShape<CohereCounts> shape) {
        String units = at + ".billed_units";
        return shape.optionalObject(at)
                .optionalObject(units)
                .begin(units, counts -> counts.halfRead = true)
                .end(units, counts -> counts.halfRead = false)
                .optionalCount(units + ".input_tokens", (counts, n) -> counts.input = n)
                .optionalCount(units + ".image_tokens", (counts, n) -> counts.images = n)
                .optionalCount(units + ".output_tokens", (counts, n) -> counts.output = n)
                .optionalCount(units + ".search_units", (counts, n) -> counts.fees += n)
                .optionalCount(units + ".classifications", (counts, n) -> counts.fees += n);
    }

    @Override
    Quality split(TokenUsage.Builder usage) {
        usage.toolCalls(fees);
        if (halfRead) {
            return Quality.MALFORMED;
        }
        if (input == MISSING && (!embedded || (images == MISSING && fees == 0))) {
            return Quality.ABSENT;
        }
        usage.tokens(TokenClass.IN_FRESH, orZero(input))
                .tokens(TokenClass.IN_FRESH, Modality.IMAGE, orZero(images))
                .tokens(TokenClass.OUT_VISIBLE, orZero(output));
        // Embed and rerank write nothing.
        return output == MISSING && !embedded ? Quality.MALFORMED : Quality.EXACT;
    }
}
