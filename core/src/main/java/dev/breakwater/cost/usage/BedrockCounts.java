/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.AnswerFormat.Stream;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} of Amazon's Converse: tokens read from the cache and written to it are not part of the input, but are
 * part of the total. A stream tells it in its last message. The answer names neither the model nor itself.
 */
final class BedrockCounts extends Counts {
    static final AnswerFormat<BedrockCounts> FORMAT = format();

    private long input = MISSING;
    private long read = MISSING;
    private long written = MISSING;
    private long written5m;
    private long written1h;
    private long output = MISSING;
    private long total = MISSING;
    private @Nullable String ttl;
    private long ttlTokens;
    private @Nullable String speed;
    private boolean halfRead;

    private static AnswerFormat<BedrockCounts> format() {
        String writes = "usage.cacheDetails";
        JsonShape<BedrockCounts> shape = new JsonShape<BedrockCounts>()
                .object("")
                .length("delta.text", Counts::output)
                .length("delta.reasoningContent.text", Counts::output)
                .length("delta.toolUse.input", Counts::output)
                .text("serviceTier.type", (counts, name) -> counts.tier(name.equals("default") ? null : name))
                .text(
                        "performanceConfig.latency",
                        (counts, name) -> counts.speed = name.equals("standard") ? null : name)
                .object("usage")
                .begin("usage", counts -> counts.halfRead = true)
                .end("usage", counts -> counts.halfRead = false)
                .count("usage.inputTokens", (counts, n) -> counts.input = n)
                .count("usage.outputTokens", (counts, n) -> counts.output = n)
                .count("usage.totalTokens", (counts, n) -> counts.total = n)
                .optionalCount("usage.cacheReadInputTokens", (counts, n) -> counts.read = n)
                .optionalCount("usage.cacheWriteInputTokens", (counts, n) -> counts.written = n)
                .optionalList(writes)
                .end(writes + "[]", BedrockCounts::writeEnds)
                .text(writes + "[].ttl", (counts, name) -> counts.ttl = name)
                .optionalCount(writes + "[].inputTokens", (counts, n) -> counts.ttlTokens = n);
        return new AnswerFormat<>(BedrockCounts::new, shape, shape, Stream.MESSAGES);
    }

    private void writeEnds() {
        if ("5m".equals(ttl)) {
            written5m += ttlTokens;
        } else if ("1h".equals(ttl)) {
            written1h += ttlTokens;
        }
        ttl = null;
        ttlTokens = 0;
    }

    @Override
    Quality split(TokenUsage.Builder usage) {
        usage.speed(speed);
        if (halfRead) {
            return Quality.MALFORMED;
        }
        if (input == MISSING) {
            return Quality.ABSENT;
        }
        if (output == MISSING) {
            return Quality.MALFORMED;
        }
        long lasting = written5m + written1h;
        long write = Math.max(orZero(written), lasting);
        long counted = input + orZero(read) + write + output;
        long unexplained = total == MISSING ? 0 : total - counted;
        usage.tokens(TokenClass.IN_FRESH, input)
                .tokens(TokenClass.CACHE_READ, orZero(read))
                .tokens(TokenClass.CACHE_WRITE_5M, written5m)
                .tokens(TokenClass.CACHE_WRITE_1H, written1h)
                .tokens(TokenClass.CACHE_WRITE, write - lasting)
                // The larger reading: output that the total counts and the field does not.
                .tokens(TokenClass.OUT_VISIBLE, output + Math.max(0, unexplained));
        return unexplained == 0 && (written == MISSING || lasting <= written) ? Quality.EXACT : Quality.RECONCILED;
    }
}
