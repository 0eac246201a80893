/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

/** Decides: rules first, then the language model, and rules again if it does not answer. */
@Service
class DecisionService {
    private final GeminiClient gemini;
    private final DecisionTally tally;
    private final DecisionMeters meters;

    DecisionService(GeminiClient gemini, DecisionTally tally, DecisionMeters meters) {
        this.gemini = gemini;
        this.tally = tally;
        this.meters = meters;
    }

    CompletableFuture<Answer> decide(Message message) {
        Answer ruled = Rules.decide(message);
        CompletableFuture<Answer> answer =
                ruled == null ? gemini.ask(message) : CompletableFuture.completedFuture(ruled);
        return answer.thenApply(tally::decided).thenApply(meters::decided);
    }
}
