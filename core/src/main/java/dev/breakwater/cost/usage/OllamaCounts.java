/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.AnswerFormat.Stream;
import dev.breakwater.cost.usage.TokenUsage.Quality;

/**
 * Ollama's counts, in its last line: those of the prompt include what was cached. Older servers leave the prompt's out when
 * all of it was cached, and what is left out is not zero.
 */
final class OllamaCounts extends Counts {
    static final AnswerFormat<OllamaCounts> FORMAT = format();

    private long input = MISSING;
    private long cached = MISSING;
    private long output = MISSING;
    private boolean embedded;
    private boolean halfRead;

    private static AnswerFormat<OllamaCounts> format() {
        JsonShape<OllamaCounts> line = new JsonShape<OllamaCounts>()
                .object("")
                .begin("", counts -> counts.halfRead = true)
                .end("", counts -> counts.halfRead = false)
                .text("model", Counts::model)
                .flag("done", OllamaCounts::done)
                .length("message.content", Counts::output)
                .length("message.thinking", Counts::output)
                .length("response", Counts::output)
                .length("thinking", Counts::output)
                .begin("embeddings", counts -> counts.embedded = true)
                .optionalCount("prompt_eval_count", (counts, n) -> counts.input = n)
                .optionalCount("prompt_eval_cached_count", (counts, n) -> counts.cached = n)
                .optionalCount("eval_count", (counts, n) -> counts.output = n);
        return new AnswerFormat<>(OllamaCounts::new, line, line, Stream.LINES);
    }

    private void done(long is) {
        if (is == 0) {
            streamed();
        }
    }

    @Override
    Quality split(TokenUsage.Builder usage) {
        if (halfRead || input == MISSING || (output == MISSING && !embedded)) {
            usage.tokens(TokenClass.OUT_VISIBLE, orZero(output));
            return Quality.ABSENT;
        }
        Shares shares = new Shares(usage, input, TEXT_ONLY);
        if (orZero(cached) > input) {
            shares.besideWhole();
        }
        shares.take(TokenClass.CACHE_READ, orZero(cached));
        usage.tokens(TokenClass.OUT_VISIBLE, orZero(output));
        return shares.rest(TokenClass.IN_FRESH) ? Quality.EXACT : Quality.RECONCILED;
    }
}
